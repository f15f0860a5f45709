"""a minus stands between the two terms

class: SiLU
loses: test_network, test_silu_backward
diagnosis: sign
why: A sign is lost on the way through the quotient rule, exp(-x) having a slope with a minus of its own.
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
        return (s - x * s * (1 - s)) * grad_output
