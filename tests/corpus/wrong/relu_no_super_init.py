"""An __init__ that does not call super().__init__().

class: ReLU
loses: test_relu_contract
diagnosis: super().__init__() missing
why: The inherited __init__ does not run, so a new layer has no self.x. Nothing else shows it.
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
