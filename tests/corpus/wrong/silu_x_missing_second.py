"""the second term of the product rule lacks x

class: SiLU
loses: test_network, test_silu_backward
diagnosis: factor missing
why: Each term keeps the other factor as it was.
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
        return (s + s * (1 - s)) * grad_output
