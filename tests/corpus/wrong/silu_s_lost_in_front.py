"""s is lost when it is put before the bracket

class: SiLU
loses: test_network, test_silu_backward, test_silu_stability
diagnosis: sigmoid missing
why: s was divided out and forgotten.
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
        return (1 + x * (1 - s)) * grad_output
