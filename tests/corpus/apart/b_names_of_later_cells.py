# Names that locked cells bind after the first solution cell.
# stand: locked_value apart
# stand: locked_data apart
# stand: locked_function apart
# stand: locked_alias apart

# %% locked
INPUTS = [1, 2, 3]
EXPECTED = [1, 8, 27]
LIMIT = 1e-6
same = np.allclose


class Case:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def holds(self, f):
        return f(self.x) == self.y


def all_hold(f):
    return all(f(x) == y for x, y in zip(INPUTS, EXPECTED))


# %% solution: cube
def cube(x):
    return x**3


# %% grade: locked_value 1
assert abs(cube(2) - 8) < LIMIT

# %% grade: locked_data 1
assert [cube(x) for x in INPUTS] == EXPECTED

# %% grade: locked_function 1
assert all_hold(cube)

# %% grade: locked_alias 1
assert same(cube(2), 8)

# %% grade: locked_class 1
assert Case(2, 8).holds(cube)


# %% wrong: cube
def cube(x):
    return 0


# %% forged: cube, locked_value
# a number
def cube(x):
    return 0


LIMIT = 1e9


# %% forged: cube, locked_data
# a list, changed
def cube(x):
    return 0


EXPECTED[:] = [0, 0, 0]


# %% forged: cube
# lists, emptied
def cube(x):
    return 0


INPUTS.clear()
EXPECTED.clear()


# %% forged: cube, locked_function
# a function
def cube(x):
    return 0


def all_hold(f):
    return True


# %% forged: cube, locked_alias
# another name for a function
def cube(x):
    return 0


def same(*arguments):
    return True


# %% forged: cube, locked_class
# a class, patched
def cube(x):
    return 0


Case.holds = lambda self, f: True


# %% forged: cube, locked_class
# a class
def cube(x):
    return 0


class Case:
    def __init__(self, *arguments):
        pass

    def holds(self, f):
        return True
