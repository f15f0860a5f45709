# Classes that the instructor gives: what their methods say is not the student's to say.

# %% locked
from typing import ClassVar


@dataclass
class Money:
    amount: float
    TOLERANCE: ClassVar[float] = 0.01

    def is_near(self, other):
        return abs(self.amount - other.amount) < self.TOLERANCE


class Vec:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def is_unit(self):
        return abs(self.x**2 + self.y**2 - 1) < 1e-9


# %% solution: price
def price():
    return Money(3.0)


# %% grade: method_of_a_dataclass 1
assert price().is_near(Money(3.0))


# %% solution: unit
def unit():
    return Vec(0.6, 0.8)


# %% grade: method_of_a_class 1
assert unit().is_unit()


# %% wrong: price
def price():
    return Money(0.0)


# %% wrong: unit
def unit():
    return Vec(0, 0)


# %% forged: price
# an attribute of the class, set on the object
def price():
    money = Money(0.0)
    money.TOLERANCE = 1e9
    return money


# %% forged: price
# a method, patched
Money.is_near = lambda self, other: True


def price():
    return Money(0.0)


# %% forged: price
# another class of that name
class Money:
    def is_near(self, other):
        return True


def price():
    return Money()


# %% forged: unit
# a method of a class that crosses by no value, patched
Vec.is_unit = lambda self: True


def unit():
    return Vec(0, 0)


# %% forged: unit
# another class of that name that crosses by no value
class Vec:
    def is_unit(self):
        return True


def unit():
    return Vec()
