"""backward turns the cached sigmoid into the derivative, in place

class: SiLU
loses: test_silu_backward
diagnosis: second backward
why: The cache is used as a place to work. A second backward finds something else there.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        self.s = logistic(x)
        return x * self.s

    def backward(self, grad_output):
        s = self.s
        s *= 1 + self.x * (1 - s)
        return s * grad_output
