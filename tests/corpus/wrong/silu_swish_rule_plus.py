"""y + s (1 - y), written with a plus

class: SiLU
loses: test_network, test_silu_backward, test_silu_stability
diagnosis: slope of the sigmoid
why: A rule that was read somewhere is remembered with the wrong sign.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        s = logistic(self.x)
        y = self.x * s
        return (y + s * (1 + y)) * grad_output
