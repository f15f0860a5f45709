# What a test uses is imported only then, and makes code while it is: asyncio, for unittest's own reasons.
# stand: test_twofold apart

# %% solution: twofold
def twofold(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% grade: test_twofold 1
import unittest

case = getattr(unittest, "Isolated" + "AsyncioTestCase")
case().assertEqual(twofold(2), 4)
### BEGIN HIDDEN TESTS
case().assertEqual(twofold(-3), -6)
### END HIDDEN TESTS

# %% wrong: twofold
def twofold(x):
    return x * x

# %% right: twofold
def twofold(x):
    return x + x
