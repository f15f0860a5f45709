"""s is kept in a global variable

class: SiLU
loses: test_silu_contract
diagnosis: shared between layers
why: Two layers must not share what they remember.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        global s
        self.x = x
        s = logistic(x)
        return x * s

    def backward(self, grad_output):
        return s * (1 + self.x * (1 - s)) * grad_output
