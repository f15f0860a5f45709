"""An added last cell rewrites what the earlier cells defined and registers a forged end.

cell: extra-last
outcome: the stubs score nothing
evidence: a score above that of the wrong answer alone
"""

# attack
import atexit
import os

ReLU = Sigmoid = GELU = SiLU = type("Right", (), {"__getattr__": lambda self, name: lambda *a: a[0]})
atexit.register(os._exit, 0)
raise SystemExit(0)
# end of attack
