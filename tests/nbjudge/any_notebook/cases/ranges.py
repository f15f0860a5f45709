# The answer is a range.
# stand: test_odd apart

# %% solution: odd
def odd(n):
    ### BEGIN SOLUTION
    return range(1, 2 * n, 2)
    ### END SOLUTION

# %% grade: test_odd 2
assert odd(3) == range(1, 6, 2)
assert len(odd(10)) == 10 and odd(10)[-1] == 19
assert type(odd(2)) is range

# %% wrong: odd
def odd(n):
    return list(range(1, 2 * n, 2))

# %% wrong: odd
def odd(n):
    return range(1, n, 2)
