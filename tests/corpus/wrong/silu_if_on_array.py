"""an if on a whole array

class: SiLU
loses: test_network, test_silu_backward, test_silu_contract, test_silu_forward, test_silu_stability
diagnosis: whole array as a condition
why: The two branches of the stable sigmoid are chosen for all entries at once.
"""


def logistic(x):
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return s * (1 + x * (1 - s)) * grad_output
