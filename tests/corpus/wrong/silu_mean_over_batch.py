"""backward divides by the number of rows

class: SiLU
loses: test_network, test_silu_backward, test_silu_stability
diagnosis: divided by rows
why: The mean of the loss is divided out a second time.
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
        return s * (1 + x * (1 - s)) * grad_output / max(1, len(np.atleast_1d(x)))
