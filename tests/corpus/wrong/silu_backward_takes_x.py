"""backward has x as a parameter of its own.

class: SiLU
loses: test_silu_backward, test_silu_contract, test_silu_stability, test_network
diagnosis: argument missing
why: The student wants x in backward and asks for it there, though forward has stored it.
"""


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * Sigmoid().forward(x)

    def backward(self, x, grad_output):
        s = Sigmoid().forward(x)
        return (s + x * s * (1 - s)) * grad_output
