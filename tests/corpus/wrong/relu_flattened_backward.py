"""backward returns a flat array

class: ReLU
loses: test_relu_backward, test_network
diagnosis: flattened
why: The student thinks of a gradient as a vector. It has to come back in the shape of x.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return ((self.x > 0) * grad_output).ravel()
