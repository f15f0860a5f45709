# A helper with parameters, whose name begins with test_: it is no test, the calls of it are.
# stand: test_gcd apart

# %% solution: gcd
def gcd(a, b):
    ### BEGIN SOLUTION
    while b:
        a, b = b, a % b
    return a
    ### END SOLUTION

# %% grade: test_gcd 3
def test_one(a, b, want):
    got = gcd(a, b)
    assert got == want, f"gcd({a}, {b}) should be {want}, not {got}"


test_one(12, 18, 6)
test_one(7, 5, 1)
### BEGIN HIDDEN TESTS
test_one(0, 4, 4)
### END HIDDEN TESTS

# %% wrong: gcd
def gcd(a, b):
    return min(a, b)

# %% forged: gcd
import sys


def gcd(a, b):
    return sys._getframe(1).f_locals["want"]

# %% forged: gcd
class Just:
    def __eq__(self, other):
        return True


def gcd(a, b):
    return Just()
