"""backward by the complex step, which is exact to rounding.

class: GELU
why: No difference is taken, so nothing cancels: the imaginary part is the derivative to the last
digits.
"""


def f(z):
    return 0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z * z * z)))


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return f(x)

    def backward(self, grad_output):
        z = self.x.astype(complex) + 1e-30j
        return np.imag(f(z)) / 1e-30 * grad_output
