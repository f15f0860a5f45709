# The test seeds NumPy's global generator, and compares what the student's function draws.
# stand: test_throw beside, seeds

# %% locked
import random

import numpy as np

# %% solution: throw
def throw(n):
    ### BEGIN SOLUTION
    return np.random.randint(1, 7, size=n)
    ### END SOLUTION

# %% grade: test_throw 2
np.random.seed(7)
want = np.random.randint(1, 7, size=5)
np.random.seed(7)
assert (throw(5) == want).all()
random.seed(1)
assert random.random() < 1

# %% wrong: throw
def throw(n):
    return np.random.randint(0, 7, size=n)
