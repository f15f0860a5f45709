"""The channel says again and again how far the cell has come: backward, too far, and without end.

cell: relu
outcome: scores what its wrong answer scores
evidence: a grader that waits longer, or a score above that of the wrong answer alone
"""

# attack
import os
import struct

from nbjudge.wire.encode import encode


def _say(value):
    data = encode(value, limit=1 << 20)
    for fd in range(3, 64):
        try:
            os.write(fd, struct.pack("<Q", len(data)) + data)
        except OSError:
            pass


for number in range(20_000):
    _say({"at": number + 1})
_say({"at": -1})
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
