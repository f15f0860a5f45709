"""forward is x / (1 - exp(-x)) away from 0

class: SiLU
loses: test_network, test_silu_forward
diagnosis: minus in the denominator
why: A sign in the denominator; where it becomes 0, an if was put.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return np.where(np.abs(x) < 1e-6, 1.0, x / np.where(np.abs(x) < 1e-6, 1.0, 1 - np.exp(-np.clip(x, -700, None))))

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return s * (1 + x * (1 - s)) * grad_output
