"""an __init__ of its own leaves super out

class: SiLU
loses: test_silu_contract
diagnosis: super().__init__() missing
why: A beta is set, and what the base class sets is not.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def __init__(self):
        self.beta = 1.0
        self.x = None

    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return s * (1 + x * (1 - s)) * grad_output
