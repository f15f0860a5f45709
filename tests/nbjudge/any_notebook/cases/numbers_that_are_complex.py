# Complex numbers.
# stand: test_solve_square apart

# %% solution: solve_square
def solve_square(b, c):
    ### BEGIN SOLUTION
    root = complex(b * b - 4 * c) ** 0.5
    return (-b + root) / 2, (-b - root) / 2
    ### END SOLUTION

# %% grade: test_solve_square 2
first, second = solve_square(0, 4)
assert abs(first - 2j) < 1e-9 and abs(second + 2j) < 1e-9
assert abs(solve_square(-2, 1)[0] - 1) < 1e-6
assert isinstance(first, complex)

# %% wrong: solve_square
def solve_square(b, c):
    root = abs(b * b - 4 * c) ** 0.5
    return (-b + root) / 2, (-b - root) / 2

# %% right: solve_square
from collections import namedtuple

Solutions = namedtuple("Solutions", "plus minus")


def solve_square(b, c):
    root = complex(b * b - 4 * c) ** 0.5
    return Solutions((-b + root) / 2, (-b - root) / 2)

# %% right: solve_square
import numpy as np


def solve_square(b, c):
    return list(np.roots([1, b, c]).astype(complex))

# %% forged: solve_square
class Nil(complex):
    def __sub__(self, other):
        return 0.0

    __add__ = __sub__


def solve_square(b, c):
    return Nil(), Nil()
