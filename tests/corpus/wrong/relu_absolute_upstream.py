"""backward uses the absolute value of grad_output

class: ReLU
loses: test_relu_backward, test_network
diagnosis: upstream size only
why: The student fears negative numbers. The sign of a gradient matters.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0) * np.abs(grad_output)
