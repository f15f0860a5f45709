# The student defines an exception class, which the test catches by its name.
# stand: test_withdraw apart

# %% solution: withdraw
### BEGIN SOLUTION
class OverdrawnError(ValueError):
    def __init__(self, missing):
        super().__init__(f"{missing} missing")
        self.missing = missing


def withdraw(balance, amount):
    if amount > balance:
        raise OverdrawnError(amount - balance)
    return balance - amount
### END SOLUTION

# %% grade: test_withdraw 3
assert issubclass(OverdrawnError, ValueError)
assert withdraw(10, 4) == 6
try:
    withdraw(1, 4)
except OverdrawnError as error:
    assert error.missing == 3
    assert str(error) == "3 missing"
else:
    raise AssertionError("more than there is")
try:
    raise OverdrawnError(2)
except ValueError as error:
    assert isinstance(error, OverdrawnError)

# %% wrong: withdraw
OverdrawnError = ValueError


def withdraw(balance, amount):
    if amount > balance:
        raise ValueError(f"{amount - balance} missing")
    return balance - amount

# %% wrong: withdraw
class OverdrawnError(ValueError):
    missing = 3


def withdraw(balance, amount):
    return balance - amount
