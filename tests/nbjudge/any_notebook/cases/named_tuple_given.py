# A named tuple of the instructor's, in a given cell.
# stand: test_middle apart

# %% locked
from collections import namedtuple
from typing import NamedTuple

Spot = namedtuple("Spot", ["x", "y"])


class Segment(NamedTuple):
    start: Spot
    end: Spot

# %% solution: middle
def middle(segment):
    ### BEGIN SOLUTION
    (a, b), (c, d) = segment
    return Spot((a + c) / 2, (b + d) / 2)
    ### END SOLUTION

# %% grade: test_middle 2
found = middle(Segment(Spot(0, 0), Spot(2, 6)))
assert found == Spot(1, 3)
assert found.x == 1.0 and found.y == 3.0
assert isinstance(found, Spot)

# %% wrong: middle
def middle(segment):
    return Spot(segment.start.x + segment.end.x, segment.start.y + segment.end.y)

# %% wrong: middle
def middle(segment):
    return (segment.start.x + segment.end.x) / 2, (segment.start.y + segment.end.y) / 2

# %% forged: middle
class Spot(Spot):
    x, y = 1.0, 3.0

    def __eq__(self, other):
        return True


def middle(segment):
    return Spot(0, 0)
