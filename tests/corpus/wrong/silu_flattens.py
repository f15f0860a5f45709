"""backward returns a flat array

class: SiLU
loses: test_network, test_silu_backward
diagnosis: flattened
why: Entries are gone through one by one, and not put back into shape.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        x, s = self.x.ravel(), logistic(self.x).ravel()
        return s * (1 + x * (1 - s)) * grad_output.ravel()
