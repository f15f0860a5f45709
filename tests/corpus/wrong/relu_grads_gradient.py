"""grads() returns the gradient of x

class: ReLU
loses: test_relu_contract, test_network
diagnosis: parameters
why: The student returns what backward computed. grads() is about parameters, of which there are
none.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        self.grad = (self.x > 0).astype(float) * grad_output
        return self.grad.copy()

    def grads(self):
        return [self.grad]
