"""The gradient is divided by its own norm.

class: ReLU
loses: test_relu_backward, test_network
diagnosis: gradient normalised
why: Gradient clipping belongs to training, and makes every entry depend on all others.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        gradient = (self.x > 0) * grad_output
        return gradient / (np.linalg.norm(gradient) + 1e-8)
