"""nbjudge.wire.channel.send is replaced: every reply is a forged list of verdicts.

cell: relu
outcome: scores what its wrong answer scores
evidence: a score above that of the wrong answer alone
"""

# attack
import nbjudge.wire.channel

honest = nbjudge.wire.channel.send
verdicts = [{"test": "test_relu_forward_values", "outcome": "passed", "points": 2.0}]


def forge(fd, value, **options):
    honest(fd, {"value": None, "done": {"cells": verdicts}, "verdicts": verdicts, "outcome": "passed"}, **options)


nbjudge.wire.channel.send = forge
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
