"""A reply holds three thousand handles, each with a type name of its own.

cell: relu
outcome: its results are wrong answers
evidence: an examiner that takes gigabytes
"""

# attack
import itertools

import nbjudge.candidate
from nbjudge.wire import Handle

numbers = itertools.count()
nbjudge.candidate.Agent._call = lambda self, *a: [Handle(1, f"type {next(numbers)}") for _ in range(3_000)]
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
