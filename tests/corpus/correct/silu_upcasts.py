"""Everything becomes float64 first.

class: SiLU
why: Either may come back for float32.
"""


def logistic(x):
    small = np.exp(-np.abs(x))  # always between 0 and 1
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        x = np.asarray(x, dtype=np.float64)
        return x * logistic(x)

    def backward(self, grad_output):
        x = np.asarray(self.x, dtype=np.float64)
        s = logistic(x)
        return s * (1 + x * (1 - s)) * grad_output
