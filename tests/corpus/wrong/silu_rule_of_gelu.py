"""GELU's two terms, with s for tanh

class: SiLU
loses: test_silu_backward, test_silu_stability, test_network
diagnosis: rule of GELU
why: The cell above was copied.
"""


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        z = np.exp(-np.abs(x))
        s = np.where(x >= 0, 1 / (1 + z), z / (1 + z))
        self.s = s
        return x * s

    def backward(self, grad_output):
        x, t = self.x, self.s
        return (0.5 * (1 + t) + 0.5 * x * (1 - t**2)) * grad_output
