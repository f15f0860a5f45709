"""forward sets the negative entries of the caller's x to 0

class: ReLU
loses: test_relu_contract
diagnosis: changes x, self.x is not x
why: The student saves an array. x belongs to the caller and must stay as it is, and so must what
self.x remembers.
"""


class ReLU(Activation):
    def forward(self, x):
        x[x < 0] = 0
        self.x = x
        return x

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
