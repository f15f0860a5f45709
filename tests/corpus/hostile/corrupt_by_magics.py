"""IPython's own magics write files and run commands.

cell: relu
outcome: scores what its wrong answer scores
evidence: the file, or a changed one
"""

# attack
shell = get_ipython()
for magic, line in (
    ("save", "-f @BAIT@/hostile-was-here 1"),
    ("logstart", "@BAIT@/hostile-was-here"),
    ("cd", "@BAIT@"),
):
    try:
        shell.run_line_magic(magic, line)
    except BaseException:
        pass
for magic in ("writefile", "bash", "script sh", "sx"):
    try:
        name, _, line = magic.partition(" ")
        shell.run_cell_magic(name, line or "@BAIT@/hostile-was-here", "touch @BAIT@/hostile-was-here\n")
    except BaseException:
        pass
# end of attack


class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return np.ones_like(grad_output)
