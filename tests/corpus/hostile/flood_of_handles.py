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


def flood(count):
    return [Handle(1, f"type {next(numbers)}") for _ in range(count)]


def play(self, cls, plans, *a):
    counts = [len(plan.split()) // 2 for plan in plans]
    return [counts, flood(sum(counts)), [], None]


nbjudge.candidate.Agent._call = lambda self, *a: flood(3_000)
nbjudge.candidate.Agent._play = play
# end of attack


# what the attack makes of the other layers can be had without one: layers that return what is no array
def __init_subclass__(cls):
    cls.forward = cls.backward = lambda self, x: [None] * 3_000


Activation.__init_subclass__ = classmethod(__init_subclass__)


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
