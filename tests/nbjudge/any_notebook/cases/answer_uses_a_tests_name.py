# A solution cell uses a name that an earlier grade cell defines.
# stand: test_mean_of apart
# stand: test_spread apart

# %% solution: mean_of
def mean_of(numbers):
    ### BEGIN SOLUTION
    return sum(numbers) / len(numbers)
    ### END SOLUTION

# %% grade: test_mean_of 1
measured = [2.0, 4.0, 9.0]
assert mean_of(measured) == 5.0

# %% solution: spread
### BEGIN SOLUTION
spread = max(measured) - min(measured)
### END SOLUTION

# %% grade: test_spread 1
assert spread == 7.0

# %% wrong: mean_of
def mean_of(numbers):
    return sum(numbers)

# %% wrong: spread
spread = max(measured)

# %% right: spread
from fractions import Fraction

spread = Fraction(max(measured)) - Fraction(min(measured))
