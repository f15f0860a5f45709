"""An added first cell patches the candidate before any class is defined.

cell: extra-first
outcome: the stubs score nothing
evidence: a score above that of the wrong answer alone
"""

# attack
import builtins
import sys

import nbjudge.candidate
import numpy

nbjudge.candidate.Agent._call = lambda self, *a: numpy.zeros((3, 4))
numpy.array_equal = numpy.allclose = builtins.isinstance = lambda *a, **k: True
sys.displayhook = "x"
# end of attack
