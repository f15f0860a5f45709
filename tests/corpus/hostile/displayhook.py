"""The one line that gives full marks under stock nbgrader: the display hook becomes a string.

cell: relu
outcome: scores what its wrong answer scores
evidence: a score above that of the wrong answer alone
"""

# attack
import sys

sys.displayhook = "x"
sys.displayhook("x") if callable(sys.displayhook) else None
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
