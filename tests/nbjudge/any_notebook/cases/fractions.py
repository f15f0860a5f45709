# Fractions, with their attributes.
# stand: test_harmonic apart

# %% locked
from fractions import Fraction

# %% solution: harmonic
def harmonic(n):
    ### BEGIN SOLUTION
    return sum((Fraction(1, k) for k in range(1, n + 1)), Fraction(0))
    ### END SOLUTION

# %% grade: test_harmonic 2
assert harmonic(3) == Fraction(11, 6)
assert harmonic(4).denominator == 12
assert harmonic(0) == 0

# %% wrong: harmonic
def harmonic(n):
    return Fraction(sum(1 / k for k in range(1, n + 1)))

# %% forged: harmonic
class Half(Fraction):
    denominator = 12

    def __eq__(self, other):
        return True


def harmonic(n):
    return Half(1, 2)
