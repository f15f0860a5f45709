# Operators between instances, and between an instance and a number; comparison and sorting.
# stand: test_money apart

# %% solution: money
from functools import total_ordering


@total_ordering
class Money:
    def __init__(self, cents):
        self.cents = cents

    ### BEGIN SOLUTION
    def __add__(self, other):
        return Money(self.cents + other.cents)

    def __mul__(self, factor):
        return Money(self.cents * factor)

    __rmul__ = __mul__

    def __neg__(self):
        return Money(-self.cents)

    def __eq__(self, other):
        return self.cents == other.cents

    def __lt__(self, other):
        return self.cents < other.cents
    ### END SOLUTION

# %% grade: test_money 4
assert (Money(150) + Money(50)).cents == 200
assert (Money(10) * 3).cents == 30 and (3 * Money(10)).cents == 30
assert (-Money(5)).cents == -5
assert Money(1) < Money(2) and Money(2) >= Money(2)
assert [one.cents for one in sorted([Money(3), Money(1)])] == [1, 3]
assert max(Money(3), Money(8)).cents == 8
purse = Money(1)
purse += Money(2)
assert purse == Money(3)

# %% wrong: money
class Money:
    def __init__(self, cents):
        self.cents = cents

    def __add__(self, other):
        return self.cents + other.cents

# %% forged: money
class Money:
    def __init__(self, cents=0):
        pass

    @property
    def cents(self):
        return Money()

    def __eq__(self, other):
        return True

    __lt__ = __ge__ = __gt__ = __eq__

    def __add__(self, other):
        return self

    __mul__ = __rmul__ = __add__

    def __neg__(self):
        return self

