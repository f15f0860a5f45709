"""backward divides grad_output by its norm

class: ReLU
loses: test_relu_backward, test_network
diagnosis: upstream normalised
why: The student keeps gradients at length one. The derivative is linear in grad_output.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0) * grad_output / (np.linalg.norm(grad_output) + 1e-12)
