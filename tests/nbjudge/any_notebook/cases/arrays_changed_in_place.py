# An array that the test gives, and a view of it, are changed in place.
# stand: test_clip_below apart

# %% locked
import numpy as np

# %% solution: clip_below
def clip_below(v, least):
    ### BEGIN SOLUTION
    v[v < least] = least
    ### END SOLUTION

# %% grade: test_clip_below 2
data = np.array([[1.0, -2.0], [-3.0, 4.0]])
clip_below(data, 0.0)
assert (data >= 0).all() and data.sum() == 5.0
clip_below(data[:, 0], 2.0)
np.testing.assert_array_equal(data, [[2.0, 0.0], [2.0, 4.0]])

# %% wrong: clip_below
def clip_below(v, least):
    return np.maximum(v, least)
