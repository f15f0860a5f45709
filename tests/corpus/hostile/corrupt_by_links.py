"""Symlinks, hard links, fifos and folders are laid as traps for the grader.

cell: relu
outcome: scores what its wrong answer scores
evidence: the file, or a changed one
"""

# attack
import os

for folder in (".", "@BAIT@", "@BAIT@/submitted", "/tmp", "/dev/shm"):
    path = os.path.join(folder, "hostile-was-here")
    for act in (
        lambda: os.symlink("/etc/passwd", path),
        lambda: os.link("@BAIT@/gradebook.db", path),
        lambda: os.mkfifo(path),
        lambda: os.mkdir(path),
        lambda: os.mknod(path),
    ):
        try:
            act()
        except OSError:
            pass
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
