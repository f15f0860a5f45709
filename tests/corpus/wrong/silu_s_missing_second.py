"""the second term has 1 - s for s (1 - s)

class: SiLU
loses: test_network, test_silu_backward, test_silu_stability
diagnosis: sigmoid not differentiated
why: The slope of the sigmoid is remembered by half.
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
        return (s + x * (1 - s)) * grad_output
