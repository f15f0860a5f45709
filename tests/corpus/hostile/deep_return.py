"""A list nested a hundred thousand deep is returned.

cell: relu
outcome: every test that calls forward fails
evidence: a dead examiner
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        # attack
        nested = []
        for _ in range(100_000):
            nested = [nested]
        return nested
        # end of attack
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
