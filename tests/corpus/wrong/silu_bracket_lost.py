"""forward is x / 1 + exp(-x)

class: SiLU
loses: test_network, test_silu_forward, test_silu_stability
diagnosis: bracket missing
why: The bracket around the denominator is missing.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x / 1 + np.exp(-np.clip(x, -700, None))

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return s * (1 + x * (1 - s)) * grad_output
