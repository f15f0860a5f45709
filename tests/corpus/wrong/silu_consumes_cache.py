"""backward deletes s after one use

class: SiLU
loses: test_silu_backward
diagnosis: second backward
why: The cache is thought to be used up.
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
        del self.s
        return s * (1 + self.x * (1 - s)) * grad_output
