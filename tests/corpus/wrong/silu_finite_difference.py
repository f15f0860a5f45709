"""backward measures the slope with h = 1e-3

class: SiLU
loses: test_network, test_silu_backward
diagnosis: finite difference
why: The gradient check is taken for the gradient. It has a handful of digits.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        h = 1e-3
        above, below = self.x + h, self.x - h
        return (above * logistic(above) - below * logistic(below)) / (2 * h) * grad_output
