"""backward is sigmoid(x) where x > 0

class: SiLU
loses: test_silu_backward, test_network
diagnosis: formula sigmoid(x) * (x > 0)
why: ReLU's mask was kept.
"""


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        z = np.exp(-np.abs(x))
        s = np.where(x >= 0, 1 / (1 + z), z / (1 + z))
        self.s = s
        return x * s

    def backward(self, grad_output):
        return (self.x > 0) * self.s * grad_output
