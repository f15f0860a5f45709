# An infinite generator of the student's with itertools of the test's.

# %% solution: fib
def fib():
    ### BEGIN SOLUTION
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
    ### END SOLUTION


def running_max(numbers):
    ### BEGIN SOLUTION
    best = None
    for n in numbers:
        best = n if best is None or n > best else best
        yield best
    ### END SOLUTION

# %% grade: test_fib 2
from itertools import islice, takewhile, count, chain

assert list(islice(fib(), 8)) == [0, 1, 1, 2, 3, 5, 8, 13]
assert sum(x for x in takewhile(lambda x: x < 100, fib()) if x % 2 == 0) == 44
assert next(x for x in fib() if x > 1000) == 1597

# %% grade: test_running_max 2
assert list(running_max([1, 3, 2, 5, 4])) == [1, 3, 3, 5, 5]
lazy = running_max(count())
assert [next(lazy), next(lazy), next(lazy)] == [0, 1, 2]
one, two = running_max([2]), running_max(iter([4, 3]))
assert list(chain(one, two)) == [2, 4, 4]
assert next(running_max([]), "empty") == "empty"

# %% wrong: fib
def fib():
    return [0, 1, 1, 2, 3, 5, 8, 13]


def running_max(numbers):
    return [max(numbers)]

# %% right: fib
class fib:
    def __init__(self):
        self.a, self.b = 0, 1

    def __iter__(self):
        return self

    def __next__(self):
        found, self.a, self.b = self.a, self.b, self.a + self.b
        return found


import itertools


def running_max(numbers):
    return itertools.accumulate(numbers, max)
