"""Casts to float64 and stores a cast copy in self.x.

class: GELU
why: A copy with the same numbers is what the contract allows.
"""


class GELU(Activation):
    def forward(self, x):
        self.x = x.astype(np.float64)
        x = self.x
        return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))

    def backward(self, grad_output):
        x = self.x
        t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        du = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * du) * grad_output
