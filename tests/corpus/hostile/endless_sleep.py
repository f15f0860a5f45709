"""A forward that sleeps without using any CPU time.

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
        import time

        time.sleep(3600)
        # end of attack
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
