# A name that a test sets is the test's, whatever a student's cell made of it before.
# stand: test_half apart

# %% solution: half
def half(x):
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION

# %% grade: test_half 2
tolerance = 1e-9
assert abs(half(3) - 1.5) < tolerance
assert abs(half(-1) + 0.5) < tolerance

# %% wrong: half
tolerance = 1e9


def half(x):
    return x // 2

# %% right: half
tolerance = 0


def half(x):
    return 0.5 * x

# %% right: half
import numpy as np


def half(x):
    return np.array(x / 2)

# %% forged: half
class Tiny:
    def __sub__(self, other):
        return self

    __add__ = __sub__

    def __abs__(self):
        return -1.0


def half(x):
    return Tiny()
