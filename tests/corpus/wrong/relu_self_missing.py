"""backward reads x without self

class: ReLU
loses: test_relu_backward, test_relu_contract, test_network
diagnosis: unknown name
why: x was a name in forward; backward has self.x.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (x > 0) * grad_output
