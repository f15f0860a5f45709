# One list given twice, and a row that stands in a table more than once.
# What crosses are copies, so it is judged beside as well.
# stand: test_twice apart
# stand: test_put apart
# stand: test_board_and_put apart

# %% solution: twice
def zipped(one, two):
    """Move items from both into one new list, in turn."""
    ### BEGIN SOLUTION
    return [x for pair in zip(list(one), list(two)) for x in pair]
    ### END SOLUTION


def put(table, i, j, value):
    """A new table."""
    ### BEGIN SOLUTION
    found = [list(row) for row in table]
    found[i][j] = value
    return found
    ### END SOLUTION


def board(n):
    ### BEGIN SOLUTION
    return [["."] * n for _ in range(n)]
    ### END SOLUTION

# %% grade: test_twice 1
xs = [1, 2]
assert zipped(xs, xs) == [1, 1, 2, 2]

# %% grade: test_put 1
assert put([[0] * 2] * 2, 0, 0, 5) == [[5, 0], [0, 0]]

# %% grade: test_board_and_put 1
assert put(board(2), 0, 0, "x") == [["x", "."], [".", "."]]

# %% wrong: twice
def zipped(one, two):
    found = []
    while one and two:
        found += [one.pop(0), two.pop(0)]
    return found


def put(table, i, j, value):
    table[i][j] = value
    return table


def board(n):
    return [["."] * n] * n
