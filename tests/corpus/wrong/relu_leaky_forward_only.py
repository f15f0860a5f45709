"""leaky forward, right backward

class: ReLU
loses: test_relu_forward, test_network
diagnosis: leaky ReLU
why: The student changed forward in an experiment and left it so. backward is still that of ReLU.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0.1 * x, x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
