"""backward multiplies by grad_output twice

class: ReLU
loses: test_relu_backward, test_network
diagnosis: upstream squared
why: One factor for the mask and one for the product. Once is enough.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0) * grad_output * grad_output
