# An array of 24 MB: too large for one message.

# %% locked
import numpy as np

# %% solution: grid
def grid(n):
    ### BEGIN SOLUTION
    return np.arange(n * n, dtype=float).reshape(n, n)
    ### END SOLUTION

# %% grade: test_grid 2
assert grid(3).tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
assert grid(1750).shape == (1750, 1750)
assert grid(1750)[-1, -1] == 1750**2 - 1

# %% wrong: grid
def grid(n):
    return np.zeros((n, n))
