"""An __init__ that does not call super().__init__().

class: ReLU
why: Bad manners, but the contract speaks of what holds after forward, and that holds.
"""


class ReLU(Activation):
    def __init__(self):
        self.calls = 0

    def forward(self, x):
        self.calls += 1
        self.x = x
        return x.clip(min=0)

    def backward(self, grad_output):
        return grad_output * (self.x > 0)
