# Arrays of text.
# stand: test_labels_of apart

# %% locked
import numpy as np

# %% solution: labels_of
def labels_of(v):
    ### BEGIN SOLUTION
    return np.where(v > 0, "up", "down")
    ### END SOLUTION

# %% grade: test_labels_of 2
labels = labels_of(np.array([1, -1, 2]))
assert labels.tolist() == ["up", "down", "up"]
assert np.array_equal(labels, np.array(["up", "down", "up"]))
assert labels.dtype.kind == "U"

# %% wrong: labels_of
def labels_of(v):
    return np.where(v > 0, "up", "Down")

# %% right: labels_of
def labels_of(v):
    return np.array(["up" if x > 0 else "down" for x in v], dtype="U20")

# %% forged: labels_of
class Words(np.ndarray):
    def tolist(self):
        return ["up", "down", "up"]

    def __array_function__(self, *args, **kwargs):
        return True


def labels_of(v):
    return np.array(["", ""]).view(Words)
