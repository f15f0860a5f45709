"""A gated layer in general, of which SiLU is one.

class: SiLU
why: The class of the cell inherits its methods.
"""


class Gated(Activation):
    """x times a gate of x."""

    def forward(self, x):
        self.x = x
        return x * self.gate(x)

    def backward(self, grad_output):
        return (self.gate(self.x) + self.x * self.slope(self.x)) * grad_output


class SiLU(Gated):
    def gate(self, x):
        small = np.exp(-np.abs(x))
        return np.where(x >= 0, 1.0, small) / (1.0 + small)

    def slope(self, x):
        return self.gate(x) * self.gate(-x)
