"""A small dual number class differentiates forward itself.

class: GELU
why: Forward-mode differentiation is exact; the contract does not say how the derivative is found.
"""


class Dual:
    """A value and its slope, carried along together."""

    def __init__(self, value, slope):
        self.value, self.slope = value, slope

    def __add__(self, other):
        other = other if isinstance(other, Dual) else Dual(other, 0.0)
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other):
        other = other if isinstance(other, Dual) else Dual(other, 0.0)
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def tanh(self):
        t = np.tanh(self.value)
        return Dual(t, (1 - t**2) * self.slope)


def gelu_of(d):
    u = (d + d * d * d * 0.044715) * np.sqrt(2 / np.pi)
    return d * 0.5 * (u.tanh() + 1.0)


class GELU(Activation):
    def forward(self, x):
        self.x = x
        return gelu_of(Dual(x, np.ones(x.shape))).value

    def backward(self, grad_output):
        return gelu_of(Dual(self.x, np.ones(self.x.shape))).slope * grad_output
