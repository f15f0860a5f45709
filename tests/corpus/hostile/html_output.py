"""An output with scripts and links, and a warning with terminal escapes.

cell: relu
outcome: scores what its wrong answer scores
evidence: a script that runs in the instructor's browser
"""

# attack
import sys

from IPython.display import HTML, display

display(HTML("<script>fetch('/formgrader')</script><img src=x onerror=alert(1)>"))
print("\x1b]0;hostile\x07\x1b[2J", file=sys.stderr)
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
