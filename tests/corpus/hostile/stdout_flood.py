"""An endless flood on stdout and stderr, in a cell and in a test.

cell: relu
outcome: its tests fail, for its cell never ends
evidence: a notebook of gigabytes
"""


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)


# attack
import sys

while True:
    print("x" * 10_000)
    print("y" * 10_000, file=sys.stderr)
# end of attack
