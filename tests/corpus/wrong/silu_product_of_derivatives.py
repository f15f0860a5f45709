"""the derivative of a product is taken for the product of the derivatives

class: SiLU
loses: test_network, test_silu_backward, test_silu_stability
diagnosis: derivative of the sigmoid alone
why: The product rule has two terms. 1 times the slope of the sigmoid is neither.
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
        return s * (1 - s) * grad_output
