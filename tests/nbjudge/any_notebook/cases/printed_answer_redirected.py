# The answer is what the student's function prints, caught by redirect_stdout.
# stand: test_stairs apart

# %% solution: stairs
def stairs(n):
    ### BEGIN SOLUTION
    for k in range(1, n + 1):
        print("#" * k)
    ### END SOLUTION

# %% grade: test_stairs 2
import contextlib
import io

out = io.StringIO()
with contextlib.redirect_stdout(out):
    stairs(3)
assert out.getvalue() == "#\n##\n###\n"

# %% wrong: stairs
def stairs(n):
    return "\n".join("#" * k for k in range(1, n + 1))

# %% right: stairs
import sys


def stairs(n):
    sys.stdout.write("".join("#" * k + "\n" for k in range(1, n + 1)))

# %% forged: stairs
import io


class Sink(io.StringIO):
    def getvalue(self):
        return "#\n##\n###\n"


io.StringIO = Sink


def stairs(n):
    pass
