"""backward has only the first term of the product rule

class: SiLU
loses: test_network, test_silu_backward
diagnosis: one term missing
why: The sigmoid factor was treated as a constant.
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
        return s * grad_output
