"""s is kept from the first forward for ever

class: SiLU
loses: test_network, test_silu_backward
diagnosis: stale cache
why: The sigmoid is to be computed once. backward belongs to the most recent forward.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        s = logistic(x)
        if not hasattr(self, "s"):
            self.s = s
        return x * s

    def backward(self, grad_output):
        return self.s * (1 + self.x * (1 - self.s)) * grad_output
