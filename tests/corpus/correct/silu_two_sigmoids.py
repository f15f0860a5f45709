"""1 - s is computed as the sigmoid of -x.

class: SiLU
why: It keeps digits that 1 - s loses.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return (s + x * s * logistic(-x)) * grad_output
