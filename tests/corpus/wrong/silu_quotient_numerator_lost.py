"""the quotient rule, its numerator 1 + x exp(-x)

class: SiLU
loses: test_network, test_silu_backward
diagnosis: factor too often
why: The slope of x is 1, and is to be multiplied by the denominator, which was forgotten.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        e = np.exp(-np.clip(self.x, -300, None))
        return (1 + self.x * e) / (1 + e) / (1 + e) * grad_output
