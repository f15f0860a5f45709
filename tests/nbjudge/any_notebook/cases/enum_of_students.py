# An Enum that the student writes.

# %% solution: light
from enum import Enum


class Light(Enum):
    ### BEGIN SOLUTION
    RED = 1
    GREEN = 2
    AMBER = 3

    def following(self):
        order = list(Light)
        return order[(order.index(self) + 1) % 3]
    ### END SOLUTION

# %% grade: test_light 3
assert Light.RED.value == 1 and Light.AMBER.name == "AMBER"
assert Light.RED.following() is Light.GREEN
assert Light.AMBER.following() == Light.RED
assert len(Light) == 3

# %% grade: test_light_lookup 2
assert [light.name for light in Light] == ["RED", "GREEN", "AMBER"]
assert Light(2) is Light.GREEN
assert Light["AMBER"] is Light.AMBER
assert Light.RED != Light.GREEN

# %% grade: test_light_kind 1
assert issubclass(Light, Enum)
assert isinstance(Light.RED, Light)

# %% wrong: light
from enum import Enum


class Light(Enum):
    RED = 1
    GREEN = 2
    AMBER = 4

    def following(self):
        return self

# %% right: light
from enum import Enum


class Light(Enum):
    RED = 1
    GREEN = 2
    AMBER = 3

    def following(self):
        return Light(self.value % 3 + 1)
