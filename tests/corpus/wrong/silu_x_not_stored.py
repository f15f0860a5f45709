"""forward stores only what backward needs, and no x

class: SiLU
loses: test_silu_contract
diagnosis: x not stored
why: The contract wants the input in self.x.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.input = x
        return x * logistic(x)

    def backward(self, grad_output):
        x, s = self.input, logistic(self.input)
        return s * (1 + x * (1 - s)) * grad_output
