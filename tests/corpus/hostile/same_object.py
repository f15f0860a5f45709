"""The same array is returned each time.

cell: relu
outcome: scores what its wrong answer scores
loses: test_relu_forward, test_relu_backward
evidence: a score above that of the wrong answer alone
"""

# attack
shared = np.zeros((3, 4))
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        # attack
        return shared
        # end of attack
        return np.maximum(0, x)

    def backward(self, grad_output):
        # attack
        return shared
        # end of attack
        return np.ones_like(grad_output)
