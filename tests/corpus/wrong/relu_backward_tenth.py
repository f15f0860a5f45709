"""backward multiplies by 0.1, a learning rate

class: ReLU
loses: test_relu_backward, test_network
diagnosis: scaled, slope above 0
why: The step size belongs to the optimizer. backward returns the gradient.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return 0.1 * (self.x > 0) * grad_output
