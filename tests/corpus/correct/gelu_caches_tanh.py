"""tanh(u) is kept from forward for backward.

class: GELU
why: Renewed by each forward and kept on the instance, so it is never stale.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x
        self.t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        return 0.5 * x * (1 + self.t)

    def backward(self, grad_output):
        x, t = self.x, self.t
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
