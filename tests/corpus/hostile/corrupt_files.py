"""Files are overwritten, truncated, renamed, removed and given other rights.

cell: relu
outcome: scores what its wrong answer scores
evidence: the file, or a changed one
"""

# attack
import os
import shutil

for act in (
    lambda path: open(path, "w").close(),
    lambda path: os.truncate(path, 0),
    lambda path: os.rename(path, path + ".hostile-was-here"),
    lambda path: os.chmod(path, 0o777),
    lambda path: os.utime(path, (0, 0)),
    lambda path: os.chown(path, 1, 1),
    os.remove,
):
    for path in ("@BAIT@/gradebook.db", "@BAIT@/source/activation.ipynb", "@BAIT@/submitted/other/activation.ipynb"):
        try:
            act(path)
        except OSError:
            pass
shutil.rmtree("@BAIT@", ignore_errors=True)
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
