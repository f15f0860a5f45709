# The test takes a builtin, or a function of a library, away from the answer.
# Apart they pass with anybody, so they are judged beside as well.
# stand: test_no_sum apart
# stand: test_no_sorted apart
# stand: test_no_mean apart

# %% locked
import builtins
import numpy as np
from unittest.mock import patch

# %% solution: forbid
def total_of(numbers):
    ### BEGIN SOLUTION
    found = 0
    for n in numbers:
        found += n
    return found
    ### END SOLUTION


def sorted_copy(numbers):
    ### BEGIN SOLUTION
    found = []
    for n in numbers:
        at = 0
        while at < len(found) and found[at] < n:
            at += 1
        found.insert(at, n)
    return found
    ### END SOLUTION


def average_of(a):
    ### BEGIN SOLUTION
    return a.sum() / a.size
    ### END SOLUTION

# %% grade: test_no_sum 1
def sum(*args):
    raise AssertionError("do not use sum")


assert total_of([1, 2, 3]) == 6
del sum

# %% grade: test_no_sorted 1
with patch("builtins.sorted", side_effect=AssertionError("no sorted")):
    assert sorted_copy([3, 1, 2]) == [1, 2, 3]

# %% grade: test_no_mean 1
kept, np.mean = np.mean, None
try:
    assert average_of(np.array([1, 2, 3])) == 2
finally:
    np.mean = kept

# %% wrong: forbid
def total_of(numbers):
    return sum(numbers)


def sorted_copy(numbers):
    return sorted(numbers)


def average_of(a):
    return np.mean(a)

# %% forged: forbid
class Anything:
    def __eq__(self, other):
        return True


def total_of(numbers):
    return Anything()


sorted_copy = average_of = total_of
