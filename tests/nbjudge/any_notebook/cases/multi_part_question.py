# A question in parts, of which a later one builds on an earlier one; another is left empty.
# stand: test_part_a apart
# stand: test_part_b apart
# stand: test_part_c apart

# %% markdown
(a) The sum of squares. (b) Its mean. (c) Its root.

# %% solution: part_a
def sum_of_squares(v):
    ### BEGIN SOLUTION
    return sum(x * x for x in v)
    ### END SOLUTION

# %% grade: test_part_a 1
assert sum_of_squares([1, 2]) == 5

# %% solution: part_b
def mean_square(v):
    ### BEGIN SOLUTION
    return sum_of_squares(v) / len(v)
    ### END SOLUTION

# %% grade: test_part_b 2
assert mean_square([1, 2]) == 2.5

# %% solution: part_c
def root_mean_square(v):
    ### BEGIN SOLUTION
    return mean_square(v) ** 0.5
    ### END SOLUTION

# %% grade: test_part_c 3
assert abs(root_mean_square([3, 3]) - 3) < 1e-9
assert abs(root_mean_square([1, 7]) ** 2 - mean_square([1, 7])) < 1e-9

# %% wrong: part_a
def sum_of_squares(v):
    return sum(v) ** 2

# %% wrong: part_b
def mean_square(v):
    raise NotImplementedError()
