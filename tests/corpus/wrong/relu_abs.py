"""the absolute value with its own derivative

class: ReLU
loses: test_relu_forward, test_relu_backward, test_network
diagnosis: abs(x)
why: The student "makes all numbers positive". Negative ones become 0, not positive.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.abs(x)

    def backward(self, grad_output):
        return np.sign(self.x) * grad_output
