"""np.where over both branches, with errstate around.

class: Sigmoid
why: np.where computes both branches everywhere; the one that overflows is not chosen, and errstate
silences it locally.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        with np.errstate(over="ignore", invalid="ignore"):
            return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))

    def backward(self, grad_output):
        s = self.forward(self.x)
        return s * (1 - s) * grad_output
