"""forward returns the mask, 0 or 1

class: ReLU
loses: test_relu_forward, test_network
diagnosis: derivative in forward
why: The student returns the derivative from forward. What passes is x itself, not 1.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return (x > 0).astype(float)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
