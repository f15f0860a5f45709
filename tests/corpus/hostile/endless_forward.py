"""A forward that never ends.

cell: relu
outcome: every test that calls it ends with time limit
verdict: time limit
pace: hasty
evidence: a grader that waits longer
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        # attack
        while True:
            pass
        # end of attack
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
