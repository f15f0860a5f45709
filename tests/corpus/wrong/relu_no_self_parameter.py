"""forward is defined without self

class: ReLU
loses: test_relu_forward, test_relu_backward, test_relu_contract, test_network
diagnosis: missing self
why: Every method gets the layer first.
"""


class ReLU(Activation):
    def forward(x):
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0) * grad_output
