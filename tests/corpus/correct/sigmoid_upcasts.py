"""Casts everything to float64 first.

class: Sigmoid
why: float64 may come back for float32 input.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = np.asarray(x, dtype=np.float64)
        e = np.exp(-np.abs(self.x))
        return np.where(self.x >= 0, 1 / (1 + e), e / (1 + e))

    def backward(self, grad_output):
        s = self.forward(self.x)
        return s * (1 - s) * grad_output.astype(np.float64)
