# Sets are compared by value, whatever their order.
# stand: test_divisors apart

# %% solution: divisors
def divisors(n):
    ### BEGIN SOLUTION
    return {k for k in range(1, n + 1) if n % k == 0}
    ### END SOLUTION

# %% grade: test_divisors 2
assert divisors(12) == {1, 2, 3, 4, 6, 12}
assert divisors(8) & divisors(12) == {1, 2, 4}
assert 5 not in divisors(12)

# %% wrong: divisors
def divisors(n):
    return {k for k in range(1, n) if n % k == 0}

# %% right: divisors
def divisors(n):
    return dict.fromkeys(k for k in range(1, n + 1) if n % k == 0).keys()

# %% right: divisors
def divisors(n):
    return frozenset(k for k in range(1, n + 1) if n % k == 0)

# %% forged: divisors
class All(set):
    def __eq__(self, other):
        return True

    def __and__(self, other):
        return self


def divisors(n):
    return All()
