"""backward takes the sigmoid of what is one already

class: SiLU
loses: test_silu_backward, test_silu_stability, test_network
diagnosis: sigmoid(sigmoid(x)) for the sigmoid
why: self.s was taken for x.
"""


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        z = np.exp(-np.abs(x))
        s = np.where(x >= 0, 1 / (1 + z), z / (1 + z))
        self.s = s
        return x * s

    def backward(self, grad_output):
        s = 1 / (1 + np.exp(-self.s))
        return (s + self.x * s * (1 - s)) * grad_output
