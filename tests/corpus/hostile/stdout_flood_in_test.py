"""Twenty megabytes on stdout in every call.

cell: relu
outcome: scores what its wrong answer scores
evidence: a notebook of megabytes
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        # attack
        print("x" * 2_000_000)
        # end of attack
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
