"""Mish, forward and backward

class: SiLU
loses: test_network, test_silu_backward, test_silu_forward
diagnosis: mish
why: The other self-gated function was looked up.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * np.tanh(np.logaddexp(0.0, x))

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        t = np.tanh(np.logaddexp(0.0, x))
        return (t + x * (1 - t**2) * s) * grad_output
