# Linear algebra with numpy.testing, shapes, dtype; functions of solution cells before.

# %% locked
import numpy as np

# %% solution: project
def project(v, onto):
    ### BEGIN SOLUTION
    return (v @ onto) / (onto @ onto) * onto
    ### END SOLUTION

# %% solution: orthonormal
def orthonormal(vectors):
    """Rows in, orthonormal rows out."""
    ### BEGIN SOLUTION
    done = []
    for v in np.asarray(vectors, dtype=float):
        for q in done:
            v = v - project(v, q)
        done.append(v / np.linalg.norm(v))
    return np.array(done)
    ### END SOLUTION

# %% grade: test_project 1
np.testing.assert_allclose(project(np.array([1.0, 1.0]), np.array([2.0, 0.0])), [1, 0], atol=1e-12, err_msg="project")
np.testing.assert_array_almost_equal(project(np.array([0, 3]), np.array([1, 1])), [1.5, 1.5])

# %% grade: test_orthonormal 3
q = orthonormal([[3, 1], [2, 2]])
assert q.shape == (2, 2) and q.dtype == np.float64 and q.ndim == 2
np.testing.assert_allclose(q @ q.T, np.eye(2), atol=1e-10)
assert np.allclose(np.linalg.norm(q, axis=1), 1)
assert np.isclose(abs(np.linalg.det(q)), 1)
for row in q:
    assert row.size == 2 and np.isfinite(row).all()
rng = np.random.default_rng(3)
big = orthonormal(rng.normal(size=(4, 6)))
np.testing.assert_array_less(np.abs(big @ big.T - np.eye(4)), 1e-8)
assert np.linalg.matrix_rank(big) == 4
np.testing.assert_equal(big.shape, (4, 6))

# %% wrong: orthonormal
def orthonormal(vectors):
    return np.array([v / np.linalg.norm(v) for v in np.asarray(vectors, float)])

# %% wrong: project
def project(v, onto):
    return v

# %% right: orthonormal
def orthonormal(vectors):
    q, r = np.linalg.qr(np.asarray(vectors, float).T)
    return np.asfortranarray(q.T)

# %% right: orthonormal
def orthonormal(vectors):
    q, r = np.linalg.qr(np.matrix(vectors, float).T)
    return np.asarray(q.T)
