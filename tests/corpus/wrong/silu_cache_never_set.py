"""backward uses self.s, which forward does not set

class: SiLU
loses: test_network, test_silu_backward, test_silu_contract, test_silu_stability
diagnosis: unknown attribute
why: The line that stores it was forgotten.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        return self.s * (1 + self.x * (1 - self.s)) * grad_output
