# inspect.signature of the student's function.
# stand: test_interest apart

# %% solution: interest
### BEGIN SOLUTION
def interest(amount, rate=0.05, *, years=1):
    return amount * (1 + rate) ** years - amount
### END SOLUTION

# %% grade: test_interest 2
import inspect

parameters = inspect.signature(interest).parameters
assert list(parameters) == ["amount", "rate", "years"]
assert parameters["rate"].default == 0.05
assert parameters["years"].kind is inspect.Parameter.KEYWORD_ONLY
assert abs(interest(100) - 5) < 1e-9 and callable(interest)

# %% wrong: interest
def interest(amount, rate=0.05, years=1):
    return amount * (1 + rate) ** years - amount
