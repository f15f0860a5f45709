"""forward is ReLU

class: SiLU
loses: test_network, test_silu_forward
diagnosis: ReLU
why: The dip below 0 is taken for a mistake.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return s * (1 + x * (1 - s)) * grad_output
