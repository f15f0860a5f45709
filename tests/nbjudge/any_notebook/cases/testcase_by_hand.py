# assertRaises and its like, of a TestCase that is made by hand.
# stand: test_digits apart

# %% solution: digits
def digits(n):
    ### BEGIN SOLUTION
    if not isinstance(n, int):
        raise TypeError("a whole number is wanted")
    return [int(letter) for letter in str(n)]
    ### END SOLUTION

# %% grade: test_digits 2
from unittest import TestCase

tc = TestCase()
tc.assertEqual(digits(407), [4, 0, 7])
tc.assertIn(7, digits(17))
tc.assertRaises(TypeError, digits, 1.5)
with tc.assertRaisesRegex(TypeError, "whole"):
    digits("12")

# %% wrong: digits
def digits(n):
    return [int(letter) for letter in str(n) if letter != "."]

# %% forged: digits
class Row(list):
    def __eq__(self, other):
        return True

    def __contains__(self, item):
        return True


def digits(n):
    if not isinstance(n, int):
        raise TypeError("whole")
    return Row()
