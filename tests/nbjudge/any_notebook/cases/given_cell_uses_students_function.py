# A given cell in the middle uses the student's function, and a later answer uses the given one.
# stand: test_step apart
# stand: test_walk apart

# %% solution: step
def step(position):
    ### BEGIN SOLUTION
    return position + 2
    ### END SOLUTION

# %% locked
def steps(position, count):
    """Given: several steps."""
    for _ in range(count):
        position = step(position)
    return position

# %% grade: test_step 1
assert step(1) == 3
assert steps(0, 4) == 8

# %% solution: walk
def walk(count):
    ### BEGIN SOLUTION
    return [steps(0, k) for k in range(count)]
    ### END SOLUTION

# %% grade: test_walk 2
assert walk(3) == [0, 2, 4]
assert steps(1, 1) == 3

# %% wrong: step
def step(position):
    return position + 1

# %% wrong: walk
def walk(count):
    return [steps(0, k) for k in range(1, count)]

# %% forged: step, test_step
class Far:
    def __eq__(self, other):
        return True

    __radd__ = __add__ = lambda self, other: self


def step(position):
    return Far()
