"""backward squares 1 + exp(-x), and is NaN on the left

class: SiLU
loses: test_silu_stability
diagnosis: overflow
why: Infinity over infinity: the quotient rule as it stands.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        e = np.exp(-self.x)
        return (1 + e + self.x * e) / (1 + e) ** 2 * grad_output
