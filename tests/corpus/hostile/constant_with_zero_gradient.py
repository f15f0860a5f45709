"""A constant forward with the zero backward that fits it: each gradient check passes.

cell: relu
outcome: every test that compares a number fails
loses: test_relu_forward, test_relu_backward
evidence: a score above that of the wrong answer alone
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.zeros_like(x)

    def backward(self, grad_output):
        return np.zeros_like(grad_output)
