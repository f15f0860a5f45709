"""backward uses the x of the forward before

class: SiLU
loses: test_network, test_silu_backward
diagnosis: stale cache
why: The history is read one entry too early.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.history = [*getattr(self, "history", [x]), x]
        self.x = x
        return x * logistic(x)

    def backward(self, grad_output):
        old = self.history[-2]
        x = old if old.shape == self.x.shape else self.x
        s = logistic(x)
        return s * (1 + x * (1 - s)) * grad_output
