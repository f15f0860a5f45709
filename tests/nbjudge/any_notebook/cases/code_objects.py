# The test looks into the function's frame and code.
# stand: test_local beside, frames

# %% solution: local
def local(x):
    ### BEGIN SOLUTION
    twice = 2 * x
    return twice
    ### END SOLUTION

# %% grade: test_local 1
assert local(2) == 4
assert "twice" in local.__code__.co_varnames

# %% wrong: local
def local(x):
    return 2 * x
