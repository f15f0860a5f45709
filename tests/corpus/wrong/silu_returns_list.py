"""forward returns a list

class: SiLU
loses: test_network, test_silu_forward, test_silu_stability
diagnosis: list returned
why: tolist() was put there to look at the numbers.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return (x * logistic(x)).tolist()

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return s * (1 + x * (1 - s)) * grad_output
