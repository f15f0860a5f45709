"""An oracle.py, a numpy.py and a sitecustomize.py are written beside the notebook and on the path.

cell: relu
outcome: scores what its wrong answer scores
evidence: one of the files
"""

# attack
import os
import sys

for folder in [".", *sys.path, "/tmp", "@BAIT@", "@ROOT@"]:
    for name in ("oracle.py", "numpy.py", "sitecustomize.py", "conftest.py", "hostile-was-here"):
        try:
            with open(os.path.join(folder, name), "w") as file:
                file.write("raise SystemExit(0)")
        except OSError:
            pass
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
