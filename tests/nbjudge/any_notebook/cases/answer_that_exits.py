# Answers that end the process, in their cell or when they are called.
# stand: test_polite apart

# %% solution: polite
def polite(name):
    ### BEGIN SOLUTION
    return f"Dear {name},"
    ### END SOLUTION

# %% grade: test_polite 2
def test_polite():
    assert polite("Ada") == "Dear Ada,"


test_polite()

# %% wrong: polite
import sys

sys.exit()


def polite(name):
    return f"Dear {name},"

# %% wrong: polite
import sys


def polite(name):
    sys.exit("goodbye")

# %% wrong: polite
def polite(name):
    raise KeyboardInterrupt
