# The student writes a dataclass: its fields, its repr, its equality; and asks for the types of its own hints.
# stand: test_point apart

# %% solution: point
from dataclasses import dataclass, fields

### BEGIN SOLUTION
@dataclass(order=True)
class Point:
    x: int
    y: int = 0
### END SOLUTION


def types_of(cls):
    return [one.type is int for one in fields(cls)]

# %% grade: test_point 3
assert Point(1) == Point(1, 0) and Point(1) != Point(2)
assert repr(Point(3, 4)) == "Point(x=3, y=4)"
assert sorted([Point(2), Point(1, 5), Point(1)])[0].y == 0
assert types_of(Point) == [True, True]

# %% wrong: point
from dataclasses import dataclass, fields


@dataclass
class Point:
    x: "int"
    y: "int" = 0


def types_of(cls):
    return [one.type is int for one in fields(cls)]
