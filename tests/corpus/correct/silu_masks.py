"""The two sides are computed apart, with masks.

class: SiLU
why: Each side has its own stable formula.
"""


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        self.s = np.empty(x.shape)
        right = x >= 0
        self.s[right] = 1 / (1 + np.exp(-x[right]))
        self.s[~right] = np.exp(x[~right]) / (1 + np.exp(x[~right]))
        return x * self.s

    def backward(self, grad_output):
        return (self.s + self.x * self.s * (1 - self.s)) * grad_output
