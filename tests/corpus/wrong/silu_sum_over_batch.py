"""backward sums over the batch

class: SiLU
loses: test_network, test_silu_backward, test_silu_stability
diagnosis: summed over the batch, summed over all entries
why: The rule for a bias is carried over to an activation.
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
        return (s * (1 + x * (1 - s)) * grad_output).sum(axis=0)
