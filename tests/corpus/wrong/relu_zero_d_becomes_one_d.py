"""a 0-d array comes back with shape (1,)

class: ReLU
loses: test_relu_forward, test_relu_backward, test_relu_contract
diagnosis: 0-d becomes 1-d, self.x is not x
why: The student makes every input at least 1-D and does not undo it.
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = np.atleast_1d(x)
        return np.maximum(0, self.x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float) * grad_output
