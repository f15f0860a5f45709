"""backward averages the gradient over the batch

class: ReLU
loses: test_relu_backward, test_network
diagnosis: averaged over the batch
why: The student confuses the gradient of x with that of a bias. Every entry of x has its own
gradient.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        grad = (self.x > 0) * grad_output
        if grad.ndim < 2 or grad.size == 0:
            return grad
        return np.zeros_like(grad) + grad.mean(axis=0)
