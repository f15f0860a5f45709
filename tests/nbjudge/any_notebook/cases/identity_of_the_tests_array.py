# The very array that the test gave must come back.
# stand: test_inplace apart

# %% locked
import numpy as np

# %% solution: inplace
def inplace(v):
    ### BEGIN SOLUTION
    v += 1
    return v
    ### END SOLUTION

# %% grade: test_inplace 1
w = np.zeros(3)
assert inplace(w) is w
assert w.sum() == 3

# %% wrong: inplace
def inplace(v):
    return v + 1
