"""the second term has x squared

class: SiLU
loses: test_network, test_silu_backward
diagnosis: factor too often
why: x is multiplied in once more.
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
        return (s + x**2 * s * (1 - s)) * grad_output
