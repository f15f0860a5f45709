"""math.exp entry by entry over the flat array.

class: Sigmoid
why: Two branches per number, so math.exp never overflows; reshape restores any shape.
"""

import math


def scalar_sigmoid(v):
    if v >= 0:
        return 1 / (1 + math.exp(-v))
    return math.exp(v) / (1 + math.exp(v))


class Sigmoid(Activation):
    def forward(self, x):
        self.x = x
        values = [scalar_sigmoid(float(v)) for v in x.ravel()]
        return np.array(values, dtype=float).reshape(x.shape)

    def backward(self, grad_output):
        values = [scalar_sigmoid(float(v)) for v in self.x.ravel()]
        s = np.array(values, dtype=float).reshape(self.x.shape)
        return s * (1 - s) * grad_output
