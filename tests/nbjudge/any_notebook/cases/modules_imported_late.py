# What a test uses is imported only then, and makes code while it is: asyncio, for unittest's own reasons.
# stand: test_double apart

# %% solution: double
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% grade: test_double 1
import unittest

case = getattr(unittest, "Isolated" + "AsyncioTestCase")
case().assertEqual(double(2), 4)
### BEGIN HIDDEN TESTS
case().assertEqual(double(-3), -6)
### END HIDDEN TESTS

# %% wrong: double
def double(x):
    return x * x

# %% right: double
def double(x):
    return x + x
