"""NaN, which differs from nothing by more than a tolerance.

cell: relu
outcome: every test that compares a number fails
loses: test_relu_forward, test_relu_backward
evidence: a score above that of the wrong answer alone
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        # attack
        return np.full_like(x, np.nan)
        # end of attack
        return np.maximum(0, x)

    def backward(self, grad_output):
        # attack
        return np.full_like(grad_output, np.nan)
        # end of attack
        return np.ones_like(grad_output)
