# A copy, and no view: the effect of a change is asked for.
# What crosses are copies, so it is judged beside as well.
# stand: test_views apart
# stand: test_views_memory apart

# %% locked
import numpy as np

# %% solution: views
def first_rows(a, n):
    ### BEGIN SOLUTION
    return a[:n].copy()
    ### END SOLUTION

# %% grade: test_views 2
a = np.arange(6.0).reshape(3, 2)
top = first_rows(a, 2)
assert top.shape == (2, 2)
top[0] = 99
assert a[0, 0] == 0

# %% grade: test_views_memory 1
a = np.arange(6.0).reshape(3, 2)
assert not np.shares_memory(first_rows(a, 2), a)
assert first_rows(a, 1).base is None or True

# %% wrong: views
def first_rows(a, n):
    return a[:n]
