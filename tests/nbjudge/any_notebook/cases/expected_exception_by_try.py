# An expected exception, caught by try and except in the cell.
# stand: test_safe_root apart

# %% solution: safe_root
def safe_root(x):
    ### BEGIN SOLUTION
    if x < 0:
        raise ValueError(f"no root of {x}")
    return x**0.5
    ### END SOLUTION

# %% grade: test_safe_root 2
assert safe_root(9) == 3
ok = False
try:
    safe_root(-4)
except ValueError as error:
    ok = "-4" in str(error) and error.args == ("no root of -4",)
assert ok, "a negative number should be refused"

# %% wrong: safe_root
def safe_root(x):
    return x**0.5

# %% wrong: safe_root
def safe_root(x):
    if x < 0:
        raise TypeError(f"no root of {x}")
    return x**0.5

# %% forged: safe_root
class Message(str):
    def __contains__(self, part):
        return True


class Error(ValueError):
    args = "no root of -4",

    def __str__(self):
        return Message()


class Three:
    def __eq__(self, other):
        return True


def safe_root(x):
    if x < 0:
        raise Error()
    return Three()
