"""backward is the gate of ReLU

class: SiLU
loses: test_network, test_silu_backward
diagnosis: ReLU
why: SiLU looks much like ReLU, and its slope is not looked up.
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
        return np.where(x > 0, 1.0, 0.0) * grad_output
