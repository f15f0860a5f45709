# A named tuple is as good as a tuple.
# stand: test_low_high apart

# %% solution: low_high
def low_high(numbers):
    ### BEGIN SOLUTION
    return min(numbers), max(numbers)
    ### END SOLUTION

# %% grade: test_low_high 2
assert low_high([3, 1, 2]) == (1, 3)
low, high = low_high([5])
assert low == high == 5

# %% wrong: low_high
def low_high(numbers):
    return numbers[0], numbers[-1]

# %% right: low_high
from typing import NamedTuple


class Extremes(NamedTuple):
    low: int
    high: int


def low_high(numbers):
    return Extremes(min(numbers), max(numbers))

# %% right: low_high
class Two(tuple):
    __slots__ = ()


def low_high(numbers):
    return Two((min(numbers), max(numbers)))

# %% forged: low_high
class Pair(tuple):
    def __eq__(self, other):
        return True

    def __iter__(self):
        return iter([5, 5])


def low_high(numbers):
    return Pair((0, 0))
