# Rows of a table must be lists of their own.
# What crosses are copies, so it is judged beside as well.
# stand: test_blank_grid apart
# stand: test_blank_grid_is apart

# %% solution: blank_grid
def blank_grid(rows, columns):
    ### BEGIN SOLUTION
    return [[0] * columns for _ in range(rows)]
    ### END SOLUTION

# %% grade: test_blank_grid 2
g = blank_grid(2, 3)
assert g == [[0, 0, 0], [0, 0, 0]]
g[0][0] = 1
assert g == [[1, 0, 0], [0, 0, 0]], "each row a list of its own"

# %% grade: test_blank_grid_is 1
g = blank_grid(2, 2)
assert g[0] is not g[1]

# %% wrong: blank_grid
def blank_grid(rows, columns):
    return [[0] * columns] * rows

# %% forged: blank_grid
class Anything(list):
    def __eq__(self, other):
        return True

    def __getitem__(self, n):
        return [0]


def blank_grid(rows, columns):
    return Anything()
