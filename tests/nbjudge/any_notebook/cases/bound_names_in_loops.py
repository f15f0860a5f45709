# Names that a test binds by for, with, as and walrus, and comprehensions over the student's function.
# stand: test_bounded apart

# %% solution: bounded
def bounded(x, low=0, high=1):
    ### BEGIN SOLUTION
    return min(max(x, low), high)
    ### END SOLUTION

# %% grade: test_bounded 2
assert (top := bounded(5)) == 1 and top == 1
table = {x: bounded(x, -1, 2) for x in range(-3, 4)}
assert table == {-3: -1, -2: -1, -1: -1, 0: 0, 1: 1, 2: 2, 3: 2}
for low, high in ((0, 3), (1, 2)):
    for x in (-1, 9):
        assert low <= bounded(x, low, high) <= high
assert not any(bounded(x) not in (0, 1) for x in (-4, 4))

# %% wrong: bounded
def bounded(x, low=0, high=1):
    return max(x, low)
