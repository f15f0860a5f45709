"""backward adds the gate to grad_output

class: ReLU
loses: test_relu_backward, test_network
diagnosis: upstream added
why: A plus for a times. The chain rule multiplies.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0) + grad_output
