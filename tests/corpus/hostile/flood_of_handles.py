"""A reply holds three thousand handles, each with a type name of its own.

cell: relu
outcome: its results are wrong answers
evidence: an examiner that takes gigabytes
"""

# attack
import itertools

import nbjudge.candidate.agent
from nbjudge.wire.forms import Handle

numbers = itertools.count()


def flood(count):
    return [Handle(number, f"type {number}") for number in itertools.islice(numbers, count)]


def run_scripts(self, cls, plans, *a):
    counts = [len(plan.split()) // 2 for plan in plans]
    return [counts, flood(sum(counts)), [], None]


make = nbjudge.candidate.agent.Agent._call
nbjudge.candidate.agent.Agent._call = lambda self, target, method, *a: (
    flood(3_000) if method else make(self, target, method, *a)
)
nbjudge.candidate.agent.Agent._run_scripts = run_scripts
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
