"""an __init__ of its own sets self.x and leaves out super

class: ReLU
loses: test_relu_contract
diagnosis: super().__init__() missing
why: The student copies one line of the inherited __init__ in place of calling it: what Module sets is missing.
"""


class ReLU(Activation):
    def __init__(self):
        self.x = None

    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
