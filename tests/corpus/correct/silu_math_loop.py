"""A loop over single numbers, with math.

class: SiLU
why: Slow, and right for any shape.
"""

import math


def silu(v):
    return v / (1 + math.exp(-v)) if v >= 0 else v * math.exp(v) / (1 + math.exp(v))


def slope(v):
    e = math.exp(-abs(v))
    s = 1 / (1 + e) if v >= 0 else e / (1 + e)
    return s + v * e / (1 + e) ** 2


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return np.array([silu(float(v)) for v in x.flat]).reshape(x.shape)

    def backward(self, grad_output):
        slopes = np.array([slope(float(v)) for v in self.x.flat]).reshape(self.x.shape)
        return slopes * grad_output
