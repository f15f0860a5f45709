"""s is kept on the class, shared by all layers

class: SiLU
loses: test_silu_contract
diagnosis: shared between layers
why: SiLU.s looks like an attribute of the layer.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        SiLU.s = logistic(x)
        return x * SiLU.s

    def backward(self, grad_output):
        return SiLU.s * (1 + self.x * (1 - SiLU.s)) * grad_output
