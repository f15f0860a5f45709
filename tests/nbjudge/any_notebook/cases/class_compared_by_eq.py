# The student's class has __eq__ and __hash__; an always-equal object is no number for all that.
# stand: test_vector apart

# %% solution: vector
### BEGIN SOLUTION
class Vector:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __eq__(self, other):
        return isinstance(other, Vector) and (self.x, self.y) == (other.x, other.y)

    def __hash__(self):
        return hash((self.x, self.y))

    def norm(self):
        return (self.x**2 + self.y**2) ** 0.5
### END SOLUTION

# %% grade: test_vector 3
assert Vector(1, 2) == Vector(1, 2)
assert Vector(1, 2) != Vector(2, 1)
assert Vector(3, 4).norm() == 5
assert Vector(6, 8).x == 6
assert len({Vector(0, 0), Vector(0, 0), Vector(0, 1)}) == 2

# %% wrong: vector
class Vector:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def norm(self):
        return (self.x**2 + self.y**2) ** 0.5

# %% right: vector
from dataclasses import dataclass


@dataclass(frozen=True)
class Vector:
    x: float
    y: float

    def norm(self):
        return abs(complex(self.x, self.y))

# %% forged: vector
class Vector:
    def __init__(self, x=0, y=0):
        self.place = x, y

    def __eq__(self, other):
        return other.place == self.place if type(other) is Vector else True

    def __hash__(self):
        return sum(self.place)

    def norm(self):
        return Vector(1, 1)

    @property
    def x(self):
        return Vector(1, 1)
