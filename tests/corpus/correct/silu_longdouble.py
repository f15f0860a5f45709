"""Computed in extended precision, returned in double.

class: SiLU
why: More digits than asked for do no harm.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        wide = np.asarray(x, np.longdouble)
        return np.asarray(wide * logistic(wide), np.float64)

    def backward(self, grad_output):
        wide = np.asarray(self.x, np.longdouble)
        s = logistic(wide)
        return np.asarray(s * (1 + wide * (1 - s)) * grad_output, np.float64)
