# Anything that can be gone through is right where the test makes a list of it.
# stand: test_evens apart

# %% solution: evens
def evens(n):
    ### BEGIN SOLUTION
    return [k for k in range(n) if k % 2 == 0]
    ### END SOLUTION

# %% grade: test_evens 2
assert list(evens(7)) == [0, 2, 4, 6]
assert sum(evens(101)) == 2550
assert max(evens(5)) == 4

# %% wrong: evens
def evens(n):
    return [k for k in range(n) if k % 2]

# %% right: evens
def evens(n):
    return (k for k in range(n) if k % 2 == 0)

# %% right: evens
def evens(n):
    return range(0, n, 2)

# %% right: evens
def evens(n):
    return map(lambda k: 2 * k, range((n + 1) // 2))

# %% right: evens
from collections import deque


def evens(n):
    return deque(range(0, n, 2))

# %% right: evens
import numpy as np


def evens(n):
    return np.arange(0, n, 2)

# %% right: evens
import array


def evens(n):
    return array.array("i", range(0, n, 2))

# %% right: evens
def evens(n):
    return {k: None for k in range(0, n, 2)}.keys()

# %% forged: evens
class Anything:
    def __eq__(self, other):
        return True

    def __contains__(self, item):
        return True


list = sum = max = lambda *args: Anything()


def evens(n):
    return Anything()
