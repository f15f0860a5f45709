"""__new__ prepares a cache, and __init__ is inherited.

class: Sigmoid
why: How a layer is made is its own business, as long as the inherited __init__ runs.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class Sigmoid(Activation):
    def __new__(cls):
        layer = super().__new__(cls)
        layer.cache = {}
        return layer

    def forward(self, x):
        self.x = x
        self.cache["s"] = logistic(x)
        return self.cache["s"].copy()

    def backward(self, grad_output):
        s = self.cache["s"]
        return s * (1 - s) * grad_output
