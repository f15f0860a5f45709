"""backward fills the first row alone

class: ReLU
loses: test_relu_backward, test_network
diagnosis: first row alone
why: grad[0] where the student wanted all rows.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        grad = (self.x > 0) * grad_output
        if grad.ndim > 1:
            grad[1:] = 0
        return grad
