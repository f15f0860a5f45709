"""A forward that never ends and swallows whatever interrupts it, signals included.

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
        import signal

        for number in range(1, 32):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        while True:
            try:
                while True:
                    pass
            except BaseException:
                continue
        # end of attack
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
