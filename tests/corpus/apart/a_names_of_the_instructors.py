# Names that the instructor's cells bind or import, bound again by the student.
# stand: open_function apart
# stand: open_alias apart
# stand: open_value apart
# stand: starred apart
# stand: modules apart
# stand: own_names apart
# stand: names_of_before apart
# stand: builtin_names apart
# stand: functions apart
# stand: tried apart

# %% locked
import math
import numpy as np

# %% open
import helpers
from numpy.testing import *
TOL = 1e-9
TABLE = {1: 1, 2: 4}
norm = abs
def near(a, b):
    return abs(a - b) < TOL
def run_tests():
    for name in ("test_nine", "test_four"):
        globals()[name]()
holds = lambda x: near(square(x), x * x)

# %% solution: square
def square(x):
    return x * x

# %% open
print(near(square(3), 9), norm(square(1)), TABLE)
right = near(square(5), 25)

# %% grade: open_function 1
assert near(square(3), 9)

# %% grade: open_alias 1
assert norm(square(3) - 9) < 1e-6

# %% grade: open_value 1
assert abs(square(3) - 9) < TOL

# %% grade: open_dict 1
assert all(square(x) == y for x, y in TABLE.items())

# %% grade: open_lambda 1
assert holds(3)

# %% grade: open_result 1
assert right

# %% grade: kit 1
assert helpers.near(square(3), 9)

# %% grade: starred 1
assert_allclose(square(3), 9)

# %% grade: modules 1
assert np.allclose(square(3), 9)
assert math.isclose(square(3), 9)

# %% grade: own_names 1
def check(x):
    return square(x) == x * x
assert check(3)
expected = 9
assert square(3) == expected

# %% grade: names_of_before 1
assert check(4)
assert square(3) == expected

# %% grade: builtin_names 1
assert round(square(3)) == 9
assert sum([square(1), square(2)]) == 5

# %% grade: functions 1
def test_nine():
    assert square(3) == 9
def test_four():
    assert square(2) == 4
run_tests()

# %% grade: tried 1
assert near(square(4), 16)

# %% wrong: square
def square(x):
    return 0

# %% forged: square, open_function
# a function
def square(x):
    return 0
def near(a, b):
    return True

# %% forged: square, tried
# a function that a cell has tried out
def square(x):
    return 0
def near(a, b):
    return True

# %% forged: square, open_alias
# another name for a function
def square(x):
    return 0
def norm(a):
    return 0

# %% forged: square, open_value
# a number
def square(x):
    return 0
TOL = 1e9

# %% forged: square, open_dict
# a dict, emptied
def square(x):
    return 0
TABLE.clear()

# %% forged: square, open_dict
# a dict, replaced
def square(x):
    return 0
TABLE = {}

# %% forged: square, open_lambda
# a lambda
def square(x):
    return 0
holds = lambda x: True

# %% forged: square, open_result
# what a cell computes with a function that it was given
near = lambda a, b: True
def square(x):
    return 0

# %% forged: square, kit
# a module of the kit
def square(x):
    return 0
class helpers:
    near = staticmethod(lambda a, b: True)

# %% forged: square, kit
# a module of the kit, patched
def square(x):
    return 0
helpers.near = lambda a, b: True

# %% forged: square, starred
# a starred name
def square(x):
    return 0
def assert_allclose(*arguments, **keywords):
    pass

# %% forged: square, modules
# modules
@LIAR@
def square(x):
    return 0
np = math = Liar()

# %% forged: square, modules
# modules, patched
def square(x):
    return 0
np.allclose = math.isclose = lambda *arguments, **keywords: True

# %% forged: square, own_names
# names that the test itself defines
def square(x):
    return 0
def check(x):
    return True
expected = 0

# %% forged: square, names_of_before
# names that an earlier test defines
def square(x):
    return 0
def check(x):
    return True
expected = 0

# %% forged: square, builtin_names
# builtin names
import builtins
def square(x):
    return 0
builtins.round = builtins.sum = round = sum = lambda *arguments: 9

# %% forged: square, functions
# tests of the same names
def square(x):
    return 0
def test_nine():
    pass
test_four = test_nine

# %% forged: square, functions
# what runs the tests
def square(x):
    return 0
def run_tests():
    raise SystemExit(0)
