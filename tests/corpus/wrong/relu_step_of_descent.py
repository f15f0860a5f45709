"""backward returns x after a step of gradient descent.

class: ReLU
loses: test_relu_backward, test_network
diagnosis: step of descent
why: The update of parameters is the optimizer's; backward returns the gradient.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return self.x - 0.1 * (self.x > 0) * grad_output
