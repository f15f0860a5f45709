# What only the solution cell imports; the test uses it too.
# alone: another case would import it in a given cell
# stand: test_hypotenuse apart

# %% solution: hypotenuse
### BEGIN SOLUTION
import math


def hypotenuse(a, b):
    return math.sqrt(a * a + b * b)
### END SOLUTION

# %% grade: test_hypotenuse 2
assert math.isclose(hypotenuse(3, 4), 5)
assert math.isclose(hypotenuse(1, 1), math.sqrt(2))

# %% wrong: hypotenuse
import math


def hypotenuse(a, b):
    return a + b

# %% wrong: hypotenuse
def hypotenuse(a, b):
    return (a * a + b * b) ** 0.5

# %% forged: hypotenuse
class math:
    sqrt = staticmethod(lambda x: x)
    isclose = staticmethod(lambda *args: True)


def hypotenuse(a, b):
    return 0

# %% forged: hypotenuse
import math

math.isclose = lambda *args: True


def hypotenuse(a, b):
    return 0
