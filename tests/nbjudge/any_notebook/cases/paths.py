# os.path and pathlib.

# %% solution: extension
### BEGIN SOLUTION
import os
from pathlib import Path


def extension(path):
    return os.path.splitext(path)[1]


def sibling(path, name):
    return Path(path).parent / name
### END SOLUTION

# %% grade: test_extension 2
import os.path
from pathlib import Path, PurePosixPath

assert extension(os.path.join("a.b", "c.txt")) == ".txt"
assert sibling("/home/ada/x.py", "y.py") == Path("/home/ada/y.py")
assert sibling(Path("a/b"), "c").name == "c"
assert str(sibling(PurePosixPath("a/b"), "c")) == "a/c"

# %% wrong: extension
def extension(path):
    return path.split(".")[1]


def sibling(path, name):
    return name
