"""only the sign of grad_output is used

class: SiLU
loses: test_network, test_silu_backward, test_silu_stability
diagnosis: upstream sign only
why: The gradient is taken for a direction.
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
        return s * (1 + x * (1 - s)) * np.sign(grad_output)
