"""__slots__ in the subclass, for the mask only.

class: ReLU
why: The base class has a __dict__, so self.x works as before.
"""


class ReLU(Activation):
    __slots__ = ("gate",)

    def forward(self, x):
        self.x = x
        self.gate = x > 0
        return np.where(self.gate, x, 0.0)

    def backward(self, grad_output):
        return np.where(self.gate, grad_output, 0.0)
