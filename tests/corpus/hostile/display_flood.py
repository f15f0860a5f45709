"""Images of two megabytes each, as many as a cell can show.

cell: relu
outcome: scores what its wrong answer scores
evidence: a notebook of megabytes
"""

# attack
from IPython.display import display

for _ in range(7):
    display({"image/png": b"x" * 2_000_000}, raw=True)
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
