# NumPy's own assertions, at the top level.
# stand: test_normalized apart
# stand: test_ranks apart

# %% locked
import numpy as np

# %% solution: normalized
def normalized(v):
    ### BEGIN SOLUTION
    return v / np.sqrt(np.sum(v * v))
    ### END SOLUTION

# %% grade: test_normalized 2
v = np.array([3.0, 4.0])
np.testing.assert_allclose(normalized(v), [0.6, 0.8])
np.testing.assert_allclose(np.linalg.norm(normalized(np.arange(1.0, 9.0))), 1.0)
np.testing.assert_array_equal(v, [3.0, 4.0])

# %% solution: ranks
def ranks(v):
    ### BEGIN SOLUTION
    return np.argsort(np.argsort(v))
    ### END SOLUTION

# %% grade: test_ranks 2
np.testing.assert_array_equal(ranks(np.array([5, 1, 3])), [2, 0, 1])
assert ranks(np.array([2.5, 0.5])).shape == (2,)

# %% wrong: normalized
def normalized(v):
    return v / v.sum()

# %% wrong: ranks
def ranks(v):
    return np.argsort(v)

# %% right: normalized
def normalized(v):
    return np.ma.masked_array(v / np.linalg.norm(v), mask=False)

# %% right: normalized
import array


def normalized(v):
    return array.array("d", v / np.linalg.norm(v))

# %% forged: normalized, test_normalized
np.testing.assert_allclose = lambda *args, **kwargs: None


def normalized(v):
    return 0

# %% forged: ranks, test_ranks
np.testing.assert_array_equal = lambda *args, **kwargs: None


def ranks(v):
    return np.zeros(2)
