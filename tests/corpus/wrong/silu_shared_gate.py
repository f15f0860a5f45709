"""one Sigmoid for all layers, made in the class body

class: SiLU
loses: test_silu_contract
diagnosis: shared between layers
why: A class attribute is made once. Two layers must not share what they remember.
"""


class SiLU(Activation):
    gate = Sigmoid()

    def forward(self, x):
        self.x = x
        self.s = self.gate.forward(x)
        return x * self.s

    def backward(self, grad_output):
        return self.s * grad_output + self.x * self.gate.backward(grad_output)
