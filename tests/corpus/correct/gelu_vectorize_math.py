"""math.tanh through np.vectorize with otypes.

class: GELU
why: Entry by entry, any shape; otypes covers empty arrays.
"""

import math

C = math.sqrt(2 / math.pi)


def value(x):
    return 0.5 * x * (1 + math.tanh(C * (x + 0.044715 * x**3)))


def slope(x):
    t = math.tanh(C * (x + 0.044715 * x**3))
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * C * (1 + 0.134145 * x * x)


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return np.vectorize(value, otypes=[float])(x)

    def backward(self, grad_output):
        return np.vectorize(slope, otypes=[float])(self.x) * grad_output
