"""Keeps a Sigmoid of its own, made in __init__.

class: SiLU
why: A layer may hold another one, as long as it is its own.
"""


class SiLU(Activation):
    def __init__(self):
        super().__init__()
        self.gate = Sigmoid()

    def forward(self, x):
        self.x = x
        return x * self.gate.forward(x)

    def backward(self, grad_output):
        s = self.gate.forward(self.x)
        return s * grad_output + self.x * self.gate.backward(grad_output)
