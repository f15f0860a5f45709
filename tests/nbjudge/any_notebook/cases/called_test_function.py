# A function test_x that the cell itself calls.
# stand: test_initials apart

# %% solution: initials
def initials(name):
    ### BEGIN SOLUTION
    return "".join(part[0] for part in name.split())
    ### END SOLUTION

# %% grade: test_initials 2
def test_initials():
    assert initials("Ada Lovelace") == "AL"
    assert initials("Grace Brewster Hopper") == "GBH"


test_initials()
print("All tests passed!")

# %% wrong: initials
def initials(name):
    return name[0]

# %% right: initials
class Letters(str):
    pass


def initials(name):
    return Letters("".join(part[0] for part in name.split()))

# %% right: initials
import numpy as np


def initials(name):
    return np.str_("".join(part[0] for part in name.split()))

# %% forged: initials
class Text(str):
    def __eq__(self, other):
        return True


def initials(name):
    return Text("?")
