"""An own __init__ with an argument that has a default, and super().__init__() after it.

class: GELU
why: GELU() works as it should, and a new layer has self.x None.
"""


class GELU(Activation):
    def __init__(self, cubic=0.044715):
        self.cubic = cubic
        super().__init__()

    def _u(self, x):
        return np.sqrt(2 / np.pi) * (x + self.cubic * x**3)

    def forward(self, x):
        self.x = x
        return 0.5 * x * (1 + np.tanh(self._u(x)))

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(self._u(x))
        du = np.sqrt(2 / np.pi) * (1 + 3 * self.cubic * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
