"""self.x is what forward returned

class: SiLU
loses: test_silu_contract
diagnosis: self.x is not x
why: x is overwritten before it is stored.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.given = x
        x = x * logistic(x)
        self.x = x
        return x.copy()

    def backward(self, grad_output):
        x, s = self.given, logistic(self.given)
        return s * (1 + x * (1 - s)) * grad_output
