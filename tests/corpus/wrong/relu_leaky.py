"""leaky ReLU: negative numbers pass with slope 0.01

class: ReLU
loses: test_relu_forward, test_relu_backward, test_network
diagnosis: leaky ReLU
why: The student has read that leaky is better. The assignment is max(0, x), and its own gradient
does not make up for it.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, 0.01 * x)

    def backward(self, grad_output):
        return np.where(self.x > 0, 1.0, 0.01) * grad_output
