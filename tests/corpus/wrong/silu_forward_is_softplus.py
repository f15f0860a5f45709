"""forward is softplus

class: SiLU
loses: test_network, test_silu_forward
diagnosis: softplus
why: A smooth ReLU is one like the other.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return np.logaddexp(0.0, x)

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return s * (1 + x * (1 - s)) * grad_output
