# Views and copies, dtype, flags, broadcasting, ufuncs on results; vectorize over the student's function.

# %% locked
import numpy as np

# %% solution: arrays
def normalize(a):
    """Zero mean, unit spread of each column; the argument stays."""
    ### BEGIN SOLUTION
    return (a - a.mean(axis=0)) / a.std(axis=0)
    ### END SOLUTION


def clip_negative(a):
    """In place."""
    ### BEGIN SOLUTION
    a[a < 0] = 0
    ### END SOLUTION


def relu(x):
    ### BEGIN SOLUTION
    return x if x > 0 else 0.0
    ### END SOLUTION


def one_hot(labels, n):
    ### BEGIN SOLUTION
    return np.eye(n, dtype=np.int64)[labels]
    ### END SOLUTION

# %% grade: test_normalize 2
a = np.arange(12.0).reshape(4, 3)
kept = a.copy()
out = normalize(a)
assert np.array_equal(a, kept)
assert out is not a and not np.shares_memory(out, a)
assert np.allclose(out.mean(axis=0), 0) and np.allclose(out.std(0), 1)
assert out.dtype.kind == "f" and out.T.shape == (3, 4)
assert (out[0] < out[-1]).all()
assert out.flags.writeable

# %% grade: test_clip 2
b = np.array([[-1, 2], [3, -4]])
view = b[:, 1]
assert clip_negative(b) is None
assert (b >= 0).all() and b.sum() == 5
assert view.tolist() == [2, 0]
row = np.array([[-1.0, -2.0], [5.0, -6.0]])
clip_negative(row[1])
assert row.tolist() == [[-1.0, -2.0], [5.0, 0.0]]

# %% grade: test_relu 2
assert np.vectorize(relu)(np.array([-1.0, 2.0])).tolist() == [0, 2]
assert np.apply_along_axis(lambda r: relu(r.sum()), 1, np.array([[1, -3], [2, 2]])).tolist() == [0, 4]
assert sum(map(relu, range(-3, 3))) == 3
assert np.fromiter((relu(x) for x in (-1, 1)), float).sum() == 1

# %% grade: test_one_hot 1
h = one_hot(np.array([0, 2]), 3)
np.testing.assert_array_equal(h, [[1, 0, 0], [0, 0, 1]])
assert np.issubdtype(h.dtype, np.integer), "integers"
assert h.sum(axis=1).tolist() == [1, 1] and h.argmax(1).tolist() == [0, 2]
assert one_hot([1], 2).shape == (1, 2)

# %% wrong: arrays
def normalize(a):
    a -= a.mean(axis=0)
    return a


def clip_negative(a):
    return np.clip(a, 0, None)


def relu(x):
    return x


def one_hot(labels, n):
    return np.zeros((len(labels), n))

# %% right: arrays
def normalize(a):
    out = np.empty_like(a, order="F")
    for j, column in enumerate(a.T):
        out[:, j] = (column - np.mean(column)) / np.std(column)
    return out


def clip_negative(a):
    np.maximum(a, 0, out=a)


def relu(x):
    return np.maximum(np.float32(x), np.float32(0))


def one_hot(labels, n):
    return (np.asarray(labels)[:, None] == np.arange(n)).astype(np.uint8)
