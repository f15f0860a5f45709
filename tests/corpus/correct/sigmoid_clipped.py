"""x clipped to -700..700 before exp.

class: Sigmoid
why: Beyond that the sigmoid differs from 0 or 1 by less than 1e-300.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        return 1 / (1 + np.exp(-np.clip(x.astype(float), -700, 700)))

    def backward(self, grad_output):
        s = self.forward(self.x)
        return s * (1 - s) * grad_output
