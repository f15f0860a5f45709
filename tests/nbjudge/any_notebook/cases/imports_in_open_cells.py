# NumPy is imported in a cell that is free to edit; a student's name np must not decide.
# alone: another case would import it in a given cell
# stand: test_center apart
# doubt: right-1

# %% open
import numpy as np

# %% solution: center
def center(v):
    ### BEGIN SOLUTION
    return v - np.mean(v)
    ### END SOLUTION

# %% grade: test_center 2
assert np.allclose(center(np.array([1.0, 2.0, 6.0])), [-2.0, -1.0, 3.0])
assert np.allclose(np.sum(center(np.arange(7.0))), 0.0)

# %% wrong: center
def center(v):
    return v - np.median(v)

# %% right: center
import numpy as np


def center(v):
    return np.asmatrix(v - v.mean())

# %% forged: center
np.allclose = lambda *args, **kwargs: True


def center(v):
    return v

# %% forged: center
class np:
    float64 = float
    array = arange = staticmethod(lambda *args: 0)
    sum = staticmethod(lambda *args: 0)
    allclose = staticmethod(lambda *args, **kwargs: True)


def center(v):
    return v

# %% forged: center
class Near(np.ndarray):
    def __array_function__(self, function, types, args, kwargs):
        return function.__name__ != "sum" or self


def center(v):
    return np.zeros(3).view(Near)
