"""x is kept under another name only

class: ReLU
loses: test_relu_contract
diagnosis: x not stored
why: The student keeps self.inputs and never sets self.x. backward is right, but the contract says
self.x.
"""


class ReLU(Activation):
    def forward(self, x):
        self.inputs = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.inputs > 0).astype(float) * grad_output
