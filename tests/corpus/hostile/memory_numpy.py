"""An array of a terabyte.

cell: relu
outcome: every test that calls forward ends with memory limit
verdict: memory limit
evidence: a machine without memory
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        # attack
        np.ones(10**11)
        # end of attack
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
