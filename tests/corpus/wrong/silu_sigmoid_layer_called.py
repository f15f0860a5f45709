"""Sigmoid()(x), as in PyTorch.

class: SiLU
loses: test_silu_forward, test_silu_backward, test_silu_contract, test_silu_stability, test_network
diagnosis: not callable
why: PyTorch calls forward when a layer is called. mini-torch does not.
"""


class SiLU(Activation):
    def forward(self, x):
        self.x = x
        return x * Sigmoid()(x)

    def backward(self, grad_output):
        s = Sigmoid()(self.x)
        return (s + self.x * s * (1 - s)) * grad_output
