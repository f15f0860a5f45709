"""x and grad_output are overwritten by what makes the answer right.

cell: relu
outcome: scores what its wrong answer scores
loses: test_relu_backward
evidence: a score above that of the wrong answer alone
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        # attack
        if x.flags.writeable:
            x[...] = 1.0
        # end of attack
        return np.maximum(0, x)

    def backward(self, grad_output):
        # attack
        if grad_output.flags.writeable:
            grad_output[...] = 1.0
            self.x[...] = 1.0
        # end of attack
        return np.ones_like(grad_output)
