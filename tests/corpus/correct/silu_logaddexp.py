"""The sigmoid through the logarithm of its denominator.

class: SiLU
why: logaddexp is stable on both sides.
"""


def logistic(x):
    return np.exp(-np.logaddexp(0.0, -x))


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return s * (1 + x * (1 - s)) * grad_output
