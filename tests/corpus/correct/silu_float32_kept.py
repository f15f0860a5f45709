"""float32 comes back for float32.

class: SiLU
why: Either may come back.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return np.asarray(x * logistic(x), dtype=x.dtype)

    def backward(self, grad_output):
        x, s = self.x, logistic(self.x)
        return np.asarray(s * (1 + x * (1 - s)) * grad_output, dtype=x.dtype)
