"""Uses the Sigmoid layer of the cell above.

class: SiLU
why: Classes of earlier cells may be used; a fresh Sigmoid each time shares nothing.
"""


class SiLU(Activation):
    def forward(self, x):
        self.x, self.gate = x, Sigmoid()
        self.s = self.gate.forward(x)
        return x * self.s

    def backward(self, grad_output):
        return self.s * grad_output + self.gate.backward(self.x * grad_output)
