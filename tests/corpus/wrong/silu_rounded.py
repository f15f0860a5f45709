"""forward rounds to six digits

class: SiLU
loses: test_network, test_silu_forward, test_silu_stability
diagnosis: rounded
why: Rounding was for the screen.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return np.round(x * logistic(x), 6)

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return s * (1 + x * (1 - s)) * grad_output
