"""Files are written until the disk is full.

cell: relu
outcome: scores what its wrong answer scores
evidence: a file
"""

# attack
import os
import tempfile

for folder in (".", "/tmp", "/var/tmp", "/dev/shm", "@BAIT@"):
    try:
        with open(os.path.join(folder, "hostile-was-here"), "wb") as file:
            while True:
                file.write(b"x" * 1_000_000)
    except OSError:
        pass
try:
    tempfile.TemporaryFile().write(b"x")
    os.write(os.memfd_create("x"), b"x")
except OSError:
    pass
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
