"""the second term has s for s (1 - s)

class: SiLU
loses: test_network, test_silu_backward, test_silu_stability
diagnosis: sigmoid not differentiated
why: The other half of the slope of the sigmoid is forgotten.
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
        return (s + x * s) * grad_output
