# Types of numbers are exactly what they are natively: np.int64 is np.int64.
# stand: test_biggest apart

# %% locked
import numpy as np

# %% solution: biggest
def biggest(v):
    ### BEGIN SOLUTION
    return v.max()
    ### END SOLUTION

# %% grade: test_biggest 3
assert type(biggest(np.array([1, 5, 2]))) is np.int64
assert type(biggest(np.array([1, 5], dtype=np.uint8))) is np.uint8
assert biggest(np.array([1, 5, 2])).dtype == np.int64
assert type(biggest(np.array([0.5]))) == np.float64
assert biggest(np.array([True, False])) is np.True_

# %% wrong: biggest
def biggest(v):
    return int(v.max())
