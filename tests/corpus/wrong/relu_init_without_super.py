"""__init__ leaves out super, and forward reads self.x first

class: ReLU
loses: test_relu_forward, test_relu_backward, test_relu_contract, test_network
diagnosis: unknown attribute
why: The student's own __init__ replaces the inherited one, so self.x does not exist when forward
looks at it.
"""


class ReLU(Activation):
    def __init__(self):
        self.calls = 0

    def forward(self, x):
        if self.x is not None:
            self.calls += 1
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
