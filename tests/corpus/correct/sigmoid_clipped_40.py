"""x clipped to -40..40 before exp.

class: Sigmoid
why: exp(-40) is 4e-18: the difference from the exact value is far below any tolerance for float64.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return 1 / (1 + np.exp(-np.clip(x, -40, 40)))

    def backward(self, grad_output):
        s = 1 / (1 + np.exp(-np.clip(self.x, -40, 40)))
        return s * (1 - s) * grad_output
