"""backward has no return

class: SiLU
loses: test_network, test_silu_backward, test_silu_stability
diagnosis: nothing returned
why: The last line computes, and returns nothing.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x)
        self.gradient = s * (1 + self.x * (1 - s)) * grad_output
