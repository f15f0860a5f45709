# Generators in loops, in zip and in sum; one that ends raises StopIteration.
# stand: test_countdown apart

# %% solution: countdown
def countdown(n):
    ### BEGIN SOLUTION
    while n > 0:
        yield n
        n -= 1
    ### END SOLUTION

# %% grade: test_countdown 2
assert [k for k in countdown(3)] == [3, 2, 1]
assert list(zip("ab", countdown(2))) == [("a", 2), ("b", 1)]
empty = countdown(0)
try:
    next(empty)
    assert False, "there should be nothing"
except StopIteration:
    pass

# %% wrong: countdown
def countdown(n):
    while n >= 0:
        yield n
        n -= 1

# %% wrong: countdown
def countdown(n):
    return [3, 2, 1][-n:]
