"""Commands, shells and interpreters are started.

cell: relu
outcome: scores what its wrong answer scores
evidence: the file, or a changed one
"""

# attack
import os
import subprocess
import sys

for start in (
    lambda: os.system("touch @BAIT@/hostile-was-here"),
    lambda: subprocess.run(["/bin/sh", "-c", "touch @BAIT@/hostile-was-here"]),
    lambda: os.execv(sys.executable, [sys.executable, "-c", "open('@BAIT@/hostile-was-here', 'w')"]),
    lambda: os.posix_spawn("/bin/sh", ["sh", "-c", "touch @BAIT@/hostile-was-here"], {}),
):
    try:
        start()
    except OSError:
        pass
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
