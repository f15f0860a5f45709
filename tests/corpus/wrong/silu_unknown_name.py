"""backward uses sigmoid(), which is nowhere defined

class: SiLU
loses: test_network, test_silu_backward, test_silu_contract, test_silu_stability
diagnosis: unknown name
why: A helper of another notebook.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        s = sigmoid(self.x)
        return s * (1 + self.x * (1 - s)) * grad_output
