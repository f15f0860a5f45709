"""exactly 0 below -5 and x above 5

class: SiLU
loses: test_silu_forward
diagnosis: cut off
why: A shortcut for what looks like a straight line.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return np.where(x < -5, 0.0, np.where(x > 5, x, x * logistic(x)))

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return s * (1 + x * (1 - s)) * grad_output
