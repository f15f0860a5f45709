# Deep copies, rotations, updates: the argument of the test's is not shared with what comes back.
# What crosses are copies, so it is judged beside as well.
# stand: test_deep apart
# stand: test_deep_is apart
# stand: test_deep_later apart
# stand: test_merged apart

# %% solution: deep_copy
def deep_copy(table):
    ### BEGIN SOLUTION
    return [list(row) for row in table]
    ### END SOLUTION


def merged(one, two):
    ### BEGIN SOLUTION
    return {**one, **two}
    ### END SOLUTION

# %% grade: test_deep 2
table = [[1, 2], [3, 4]]
copy = deep_copy(table)
assert copy == table
copy[0][0] = 99
assert table[0][0] == 1, "a deep copy"

# %% grade: test_deep_is 1
table = [[1], [2]]
copy = deep_copy(table)
assert copy is not table and all(a is not b for a, b in zip(copy, table))

# %% grade: test_deep_later 1
table = [[1], [2]]
copy = deep_copy(table)
table[1].append(5)
assert copy == [[1], [2]]

# %% grade: test_merged 1
one = {"a": 1}
both = merged(one, {"b": 2})
both["c"] = 3
assert one == {"a": 1}

# %% wrong: deep_copy
def deep_copy(table):
    return list(table)


def merged(one, two):
    one.update(two)
    return one

# %% wrong: deep_copy
def deep_copy(table):
    return table


def merged(one, two):
    return one if not one.update(two) else None
