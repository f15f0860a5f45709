# A unittest.TestCase in the cell, run there.
# stand: test_clamp apart

# %% solution: clamp
def clamp(x, low, high):
    ### BEGIN SOLUTION
    if low > high:
        raise ValueError("low above high")
    return max(low, min(x, high))
    ### END SOLUTION

# %% grade: test_clamp 3
import sys
import unittest


class TestClamp(unittest.TestCase):
    def test_inside(self):
        self.assertEqual(clamp(2, 0, 5), 2)

    def test_outside(self):
        self.assertAlmostEqual(clamp(7.5, 0, 5), 5)
        self.assertTrue(clamp(-1, 0, 5) == 0)

    def test_refused(self):
        with self.assertRaises(ValueError):
            clamp(1, 5, 0)
        self.assertRaises(ValueError, clamp, 1, 2, 0)


outcome = unittest.TextTestRunner(stream=sys.stdout).run(unittest.defaultTestLoader.loadTestsFromTestCase(TestClamp))
assert outcome.wasSuccessful()

# %% wrong: clamp
def clamp(x, low, high):
    return max(low, min(x, high))

# %% forged: clamp
import unittest

unittest.TextTestRunner.run = lambda self, suite: self
unittest.TextTestRunner.wasSuccessful = lambda self: True


def clamp(x, low, high):
    return 0
