# A matrix class: tuple keys, slices, @, iteration, hash, truth, repr, errors.

# %% solution: matrix
### BEGIN SOLUTION
class Matrix:
    def __init__(self, rows):
        self.rows = [list(row) for row in rows]

    @classmethod
    def identity(cls, n):
        return cls([[int(i == j) for j in range(n)] for i in range(n)])

    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])

    @property
    def T(self):
        return Matrix(zip(*self.rows))

    def __getitem__(self, key):
        if isinstance(key, tuple):
            i, j = key
            return self.rows[i][j]
        return self.rows[key]

    def __setitem__(self, key, value):
        i, j = key
        self.rows[i][j] = value

    def __matmul__(self, other):
        if self.shape[1] != other.shape[0]:
            raise ValueError("shapes")
        return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*other.rows)] for r in self.rows])

    def __mul__(self, k):
        return Matrix([[k * x for x in row] for row in self.rows])

    __rmul__ = __mul__

    def __pow__(self, n):
        found = Matrix.identity(len(self.rows))
        for _ in range(n):
            found = found @ self
        return found

    def __eq__(self, other):
        return isinstance(other, Matrix) and self.rows == other.rows

    def __iter__(self):
        return (x for row in self.rows for x in row)

    def __contains__(self, x):
        return any(x in row for row in self.rows)

    def __bool__(self):
        return any(self)

    def __str__(self):
        return "\n".join(" ".join(map(str, row)) for row in self.rows)

    @staticmethod
    def zeros(n, m):
        return Matrix([[0] * m for _ in range(n)])
### END SOLUTION

# %% grade: test_matrix 4
m = Matrix([[1, 2], [3, 4]])
assert m.shape == (2, 2)
assert m[1, 0] == 3 and m[0] == [1, 2] and m[0, -1] == 2 and m[0:1] == [[1, 2]]
m[0, 0] = 7
assert m[0, 0] == 7
assert m.T == Matrix([[7, 3], [2, 4]])
assert m @ Matrix.identity(2) == m
assert (2 * m)[1, 1] == (m * 2)[1, 1] == 8
assert Matrix([[1, 1], [1, 0]]) ** 10 == Matrix([[89, 55], [55, 34]])
assert str(m) == "7 2\n3 4"
assert list(Matrix.zeros(1, 2)) == [0, 0]

# %% grade: test_matrix_more 3
import pytest

m = Matrix([[1, 2], [3, 4]])
assert 4 in m and 9 not in m
assert m and not Matrix.zeros(2, 2)
assert sum(m) == 10 and max(m) == 4
with pytest.raises(ValueError):
    m @ Matrix.zeros(3, 3)
with pytest.raises(IndexError):
    m[5, 5]
other = m
other @= Matrix.identity(2)
assert other == m
assert m != "text" and not (m == 3)
with pytest.raises(TypeError):
    hash(m)
with pytest.raises(AttributeError):
    m.shape = (3, 3)

# %% wrong: matrix
class Matrix:
    def __init__(self, rows):
        self.rows = rows
        self.shape = (2, 2)

    def __getitem__(self, key):
        return self.rows[key[0]][key[1]]

# %% right: matrix
import numpy as np


class Matrix:
    def __init__(self, rows):
        self.a = np.array([list(row) for row in rows])

    @classmethod
    def identity(cls, n):
        return cls(np.eye(n, dtype=int))

    shape = property(lambda self: self.a.shape)
    T = property(lambda self: Matrix(self.a.T))

    def __getitem__(self, key):
        found = self.a[key]
        return found.tolist() if isinstance(found, np.ndarray) else found

    def __setitem__(self, key, value):
        self.a[key] = value

    def __matmul__(self, other):
        return Matrix(self.a @ other.a)

    def __mul__(self, k):
        return Matrix(self.a * k)

    __rmul__ = __mul__

    def __pow__(self, n):
        return Matrix(np.linalg.matrix_power(self.a, n))

    def __eq__(self, other):
        return isinstance(other, Matrix) and bool((self.a == other.a).all())

    def __iter__(self):
        return iter(self.a.ravel())

    def __contains__(self, x):
        return x in self.a

    def __bool__(self):
        return bool(self.a.any())

    def __str__(self):
        return "\n".join(" ".join(map(str, row)) for row in self.a)

    @staticmethod
    def zeros(n, m):
        return Matrix(np.zeros((n, m), int))
