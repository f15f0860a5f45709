# Dates and differences of them.
# stand: test_next_friday apart

# %% locked
from datetime import date, datetime, timedelta

# %% solution: next_friday
def next_friday(day):
    ### BEGIN SOLUTION
    return day + timedelta(days=(4 - day.weekday()) % 7 or 7)
    ### END SOLUTION

# %% grade: test_next_friday 2
assert next_friday(date(2024, 2, 29)) == date(2024, 3, 1)
assert next_friday(date(2024, 3, 1)) - date(2024, 3, 1) == timedelta(weeks=1)
### BEGIN HIDDEN TESTS
assert next_friday(datetime(2024, 1, 1, 12)) == datetime(2024, 1, 5, 12)
assert next_friday(date(2024, 12, 31)).year == 2025
### END HIDDEN TESTS

# %% wrong: next_friday
def next_friday(day):
    return day + timedelta(days=4 - day.weekday())

# %% forged: next_friday
class Day(date):
    year = 2025

    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return timedelta(weeks=1)


def next_friday(day):
    return Day(2000, 1, 1)
