"""Keeps the dtype of x in every step.

class: Sigmoid
why: np.exp of float32 is float32; -abs(x) keeps it from overflowing, which in float32 comes at 88.
"""


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        e = np.exp(-np.abs(x))
        r = np.reciprocal(1 + e)
        return np.where(x < 0, e * r, r)

    def backward(self, grad_output):
        e = np.exp(-np.abs(self.x))
        r = np.reciprocal(1 + e)
        return (e * r * r * grad_output).astype(self.x.dtype)
