"""backward uses only the sign of grad_output

class: ReLU
loses: test_relu_backward, test_network
diagnosis: upstream sign only
why: The student thinks that the direction is enough. The size is part of the gradient.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0) * np.sign(grad_output)
