# A recursive function, to a depth.
# stand: test_flatten apart

# %% solution: flatten
def flatten(nested):
    ### BEGIN SOLUTION
    if not isinstance(nested, list):
        return [nested]
    return [item for part in nested for item in flatten(part)]
    ### END SOLUTION

# %% grade: test_flatten 2
assert flatten([1, [2, [3, []]], 4]) == [1, 2, 3, 4]
deep = 7
for _ in range(20):
    deep = [deep]
assert flatten(deep) == [7]

# %% wrong: flatten
def flatten(nested):
    return [item for part in nested for item in (part if isinstance(part, list) else [part])]

# %% wrong: flatten
def flatten(nested):
    return flatten(nested)
