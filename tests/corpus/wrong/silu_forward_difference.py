"""backward measures the slope to one side with h = 1e-7

class: SiLU
loses: test_network, test_silu_backward, test_silu_stability
diagnosis: finite difference
why: A one-sided difference has about seven digits.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        h = 1e-7
        above = self.x + h
        return (above * logistic(above) - self.x * logistic(self.x)) / h * grad_output
