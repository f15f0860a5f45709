"""Empty arrays, all of whose entries are right.

cell: relu
outcome: every test that compares a number fails
loses: test_relu_forward, test_relu_backward
evidence: a score above that of the wrong answer alone
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        # attack
        return np.empty(0)
        # end of attack
        return np.maximum(0, x)

    def backward(self, grad_output):
        # attack
        return np.empty((0, *grad_output.shape))
        # end of attack
        return np.ones_like(grad_output)
