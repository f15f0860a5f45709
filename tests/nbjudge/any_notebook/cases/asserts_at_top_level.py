# Asserts at the top level of a grade cell: the whole cell is one test.
# stand: test_triple apart

# %% solution: triple
def triple(x):
    """Return three times x."""
    ### BEGIN SOLUTION
    return 3 * x
    ### END SOLUTION

# %% grade: test_triple 3
"""Check that triple works."""
assert triple(2) == 6
assert triple(-1) == -3
### BEGIN HIDDEN TESTS
assert triple(0.5) == 1.5
### END HIDDEN TESTS

# %% wrong: triple
def triple(x):
    return x + 4

# %% right: triple
from fractions import Fraction


def triple(x):
    return Fraction(x) * 3

# %% right: triple
from decimal import Decimal


def triple(x):
    return Decimal(x) * 3

# %% forged: triple
class Always:
    def __eq__(self, other):
        return True


def triple(x):
    return Always()

# %% forged: triple
class Number(float):
    def __eq__(self, other):
        return True


def triple(x):
    return Number(1)
