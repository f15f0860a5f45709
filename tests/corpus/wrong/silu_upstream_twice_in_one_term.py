"""Sigmoid's backward gets grad_output, and the sum is multiplied by it once more

class: SiLU
loses: test_network, test_silu_backward
diagnosis: upstream twice in a term
why: The second term has it twice: the inner layer multiplies already.
"""


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        self.gate = Sigmoid()
        self.s = self.gate.forward(x)
        return x * self.s

    def backward(self, grad_output):
        return (self.s + self.x * self.gate.backward(grad_output)) * grad_output
