"""forward multiplies x in place

class: SiLU
loses: test_network, test_silu_backward, test_silu_contract, test_silu_stability
diagnosis: derivative at output, self.x is not x, changes x
why: x belongs to the caller, and self.x is the very same array.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        x *= logistic(x)
        return x

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return s * (1 + x * (1 - s)) * grad_output
