"""An added first cell patches the candidate before any class is defined.

cell: extra-first
outcome: the stubs score nothing
evidence: a score above that of the wrong answer alone
"""

# attack
import builtins
import sys

import nbjudge.candidate.agent
import numpy

make = nbjudge.candidate.agent.Agent._call
nbjudge.candidate.agent.Agent._call = lambda self, target, method, *a: (
    numpy.zeros((3, 4)) if method else make(self, target, method, *a)
)
nbjudge.candidate.agent.Agent._run_scripts = lambda self, cls, plans, *a: [
    [0] * len(plans),
    [],
    [],
    ["OSError", "x", "", 5],
]
numpy.array_equal = numpy.allclose = builtins.isinstance = lambda *a, **k: True
sys.displayhook = "x"
# end of attack


# what the attack makes of all layers can be had without one: layers that return zeros
def __init_subclass__(cls):
    cls.forward = cls.backward = lambda self, x: np.zeros((3, 4))


Activation.__init_subclass__ = classmethod(__init_subclass__)
