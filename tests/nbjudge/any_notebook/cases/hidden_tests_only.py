# A cell whose tests are all hidden.
# stand: test_leap apart

# %% solution: leap
def leap(year):
    ### BEGIN SOLUTION
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    ### END SOLUTION

# %% grade: test_leap 2
# Your function will be tested on years of several kinds.
### BEGIN HIDDEN TESTS
assert leap(2024) is True
assert leap(1900) is False
assert leap(2000) and not leap(2023)
### END HIDDEN TESTS

# %% wrong: leap
def leap(year):
    return year % 4 == 0

# %% right: leap
import calendar

leap = calendar.isleap

# %% forged: leap
import inspect


def leap(year):
    """Reads in the test's own line what is wanted."""
    line = "".join(inspect.stack()[1].code_context or [])
    return "is False" not in line and f"not leap({year})" not in line
