"""parameters() offers a beta to train

class: SiLU
loses: test_network, test_silu_contract
diagnosis: parameters
why: Swish with a trainable beta was looked up. This assignment has none.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def __init__(self):
        super().__init__()
        self.beta = np.ones(1)

    def parameters(self):
        return [self.beta]

    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return s * (1 + x * (1 - s)) * grad_output
