"""what forward returned stands where the sigmoid belongs, in both terms

class: SiLU
loses: test_network, test_silu_backward, test_silu_stability
diagnosis: forward in a term
why: The cached output is taken for the cached sigmoid.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        self.s = x * logistic(x)
        return self.s.copy()

    def backward(self, grad_output):
        return self.s * (1 + self.x * (1 - self.s)) * grad_output
