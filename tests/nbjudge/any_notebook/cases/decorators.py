# The student's decorator is put on a function of the test's.
# stand: test_memoized apart

# %% solution: memoized
def memoized(function):
    ### BEGIN SOLUTION
    known = {}

    def inner(*args):
        if args not in known:
            known[args] = function(*args)
        return known[args]

    return inner
    ### END SOLUTION

# %% grade: test_memoized 2
calls = []


@memoized
def slow_sum(a, b):
    calls.append((a, b))
    return a + b


assert slow_sum(1, 2) == 3 and slow_sum(1, 2) == 3
assert calls == [(1, 2)]
assert slow_sum("a", "b") == "ab"
assert len(calls) == 2

# %% wrong: memoized
def memoized(function):
    def inner(*args):
        return function(*args)

    return inner

# %% right: memoized
import functools


def memoized(function):
    return functools.lru_cache(None)(function)
