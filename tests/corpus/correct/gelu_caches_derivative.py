"""forward computes the derivative already; backward only multiplies.

class: GELU
why: The chain rule does not care when the local derivative is worked out.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        self.local = 0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du
        return 0.5 * x * (1 + t)

    def backward(self, grad_output):
        return self.local * grad_output
