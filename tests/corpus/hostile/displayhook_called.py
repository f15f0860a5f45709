"""The display hook is called with a string, and replaced by one that swallows everything.

cell: relu
outcome: scores what its wrong answer scores
evidence: a score above that of the wrong answer alone
"""

# attack
import sys

sys.displayhook = lambda value: None
get_ipython().displayhook = sys.displayhook
sys.displayhook("passed")
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
