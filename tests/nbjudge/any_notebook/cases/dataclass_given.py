# A dataclass of the instructor's, in a given cell.
# stand: test_scaled apart

# %% locked
from dataclasses import dataclass, field


@dataclass
class Box:
    width: float
    height: float
    labels: list = field(default_factory=list)

    def area(self):
        return self.width * self.height

# %% solution: scaled
def scaled(box, factor):
    ### BEGIN SOLUTION
    return Box(box.width * factor, box.height * factor, [*box.labels, "scaled"])
    ### END SOLUTION

# %% grade: test_scaled 2
small = Box(1.0, 2.0)
large = scaled(small, 3)
assert large == Box(3.0, 6.0, ["scaled"])
assert large.area() == 18.0 and small.labels == []
assert isinstance(large, Box) and large is not small

# %% wrong: scaled
def scaled(box, factor):
    box.width *= factor
    box.height *= factor
    return box

# %% forged: scaled
class Fake(Box):
    def __eq__(self, other):
        return True

    def area(self):
        return 18.0


def scaled(box, factor):
    return Fake(0, 0)

# %% forged: scaled
Box.__eq__ = lambda self, other: True
Box.area = lambda self: 18.0


def scaled(box, factor):
    return Box(0, 0)
