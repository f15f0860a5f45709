"""x sigmoid(1.702 x), forward and backward

class: SiLU
loses: test_network, test_silu_backward, test_silu_forward
diagnosis: x sigmoid(1.702 x)
why: That is the quick form of GELU.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(1.702 * x)

    def backward(self, grad_output):
        x, s = self.x, logistic(1.702 * self.x)
        return (s + 1.702 * x * s * (1 - s)) * grad_output
