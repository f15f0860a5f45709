"""super.__init__() in place of super().__init__().

class: SiLU
loses: test_silu_forward, test_silu_backward, test_silu_contract, test_silu_stability, test_network
diagnosis: super without brackets
why: The brackets are forgotten. What Python says of descriptors helps no beginner.
"""


class SiLU(Activation):
    def __init__(self):
        super.__init__()
        self.sigmoid = Sigmoid()

    def forward(self, x):
        self.x = x
        return x * self.sigmoid.forward(x)

    def backward(self, grad_output):
        s = self.sigmoid.forward(self.x)
        return (s + self.x * s * (1 - s)) * grad_output
