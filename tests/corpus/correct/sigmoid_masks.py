"""Two formulas on two boolean masks.

class: Sigmoid
why: Each formula sees only the half on which exp cannot overflow; a 0-d array takes a 0-d mask.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        out = np.empty(x.shape, x.dtype)
        positive = x >= 0
        out[positive] = 1 / (1 + np.exp(-x[positive]))
        small = np.exp(x[~positive])
        out[~positive] = small / (1 + small)
        self.s = out.copy()
        return out

    def backward(self, grad_output):
        return grad_output * self.s * (1 - self.s)
