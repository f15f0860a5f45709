"""leaky with slope 0.2, with its own derivative

class: ReLU
loses: test_relu_forward, test_relu_backward, test_network
diagnosis: leaky ReLU
why: The student lets a fifth of the negative numbers pass. They become 0.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, 0.2 * x)

    def backward(self, grad_output):
        return np.where(self.x > 0, 1.0, 0.2) * grad_output
