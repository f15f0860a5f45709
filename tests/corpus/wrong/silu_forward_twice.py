"""the function is applied twice

class: SiLU
loses: test_network, test_silu_forward
diagnosis: applied twice
why: A helper that is the function already is applied to its result.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        y = x * logistic(x)
        return y * logistic(y)

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return s * (1 + x * (1 - s)) * grad_output
