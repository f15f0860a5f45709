"""Endless recursion in the __repr__ and __str__ of an error.

cell: relu
outcome: its tests raise
verdict: raised
evidence: a machine without memory
"""


# attack
class Deep(Exception):
    def __repr__(self):
        return f"{self!r}"

    def __str__(self):
        return f"{self!s}"


# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        # attack
        raise Deep
        # end of attack
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
