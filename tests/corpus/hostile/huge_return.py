"""Arrays of hundreds of megabytes are returned.

cell: relu
outcome: every test that calls forward fails
evidence: an examiner without memory
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        # attack
        return np.zeros(50_000_000)
        # end of attack
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
