"""a smooth function near ReLU, (x + sqrt(x^2 + 0.01)) / 2

class: ReLU
loses: test_network, test_relu_backward, test_relu_forward
diagnosis: smooth ReLU
why: The corner was rounded off, so that there is a slope at 0.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return (x + np.sqrt(x**2 + 0.01)) / 2

    def backward(self, grad_output):
        return grad_output * (1 + self.x / np.sqrt(self.x**2 + 0.01)) / 2
