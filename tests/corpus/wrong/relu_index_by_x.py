"""grad[self.x] = 0

class: ReLU
loses: test_relu_backward, test_relu_contract, test_network
diagnosis: index that is no mask
why: x was to choose where. x <= 0 does, as a mask.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        grad = grad_output.copy()
        grad[self.x] = 0
        return grad
