"""u in Horner form with the cube multiplied out.

class: GELU
why: Same polynomial, other order of operations; the rounding differs in the last digit.
"""

A = np.sqrt(2 / np.pi)
B = A * 0.044715


class GELU(Activation):
    def forward(self, x):
        self.x = x
        u = x * (A + B * x * x)
        return 0.5 * x + 0.5 * x * np.tanh(u)

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(x * (A + B * x * x))
        return 0.5 * grad_output * (1 + t + x * (1 - t) * (1 + t) * (A + 3 * B * x * x))
