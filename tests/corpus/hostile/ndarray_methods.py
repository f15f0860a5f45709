"""The methods of ndarray itself are replaced through the dict behind the mapping proxy.

cell: relu
outcome: scores what its wrong answer scores
evidence: a score above that of the wrong answer alone
"""

# attack
import ctypes
import gc

inside = next(d for d in gc.get_referents(np.ndarray.__dict__) if isinstance(d, dict))
for name in ("any", "all", "max", "min", "tobytes", "copy"):
    inside[name] = lambda self, *a, **k: False
ctypes.pythonapi.PyType_Modified(ctypes.py_object(np.ndarray))
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
