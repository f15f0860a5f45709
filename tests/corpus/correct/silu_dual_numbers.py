"""A small dual number class differentiates forward itself.

class: SiLU
why: Forward-mode differentiation is exact; the contract does not say how the derivative is found.
"""


class Dual:
    """A value and its slope, carried along together."""

    def __init__(self, value, slope):
        self.value, self.slope = value, slope

    def __mul__(self, other):
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def logistic(self):
        small = np.exp(-np.abs(self.value))
        s = np.where(self.value >= 0, 1.0, small) / (1.0 + small)
        return Dual(s, s * (1 - s) * self.slope)


def silu_of(x):
    d = Dual(x, np.ones(x.shape))
    return d * d.logistic()


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return silu_of(x).value

    def backward(self, grad_output):
        return silu_of(self.x).slope * grad_output
