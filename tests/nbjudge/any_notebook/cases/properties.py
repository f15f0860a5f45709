# Properties that are read, set and refused.
# stand: test_celsius apart

# %% solution: celsius
class Celsius:
    ### BEGIN SOLUTION
    def __init__(self, degrees):
        self.degrees = degrees

    @property
    def degrees(self):
        return self._degrees

    @degrees.setter
    def degrees(self, value):
        if value < -273.15:
            raise ValueError("below absolute zero")
        self._degrees = value

    @property
    def fahrenheit(self):
        return self.degrees * 9 / 5 + 32
    ### END SOLUTION

# %% grade: test_celsius 3
warm = Celsius(100)
assert warm.fahrenheit == 212
warm.degrees = 0
assert warm.fahrenheit == 32.0
try:
    warm.degrees = -300
    raise AssertionError("should be refused")
except ValueError as error:
    assert "zero" in str(error)
assert warm.degrees == 0
try:
    warm.fahrenheit = 1
except AttributeError:
    pass
else:
    assert False, "fahrenheit is read-only"
assert hasattr(warm, "fahrenheit") and not hasattr(warm, "kelvin")

# %% wrong: celsius
class Celsius:
    def __init__(self, degrees):
        self.degrees, self.fahrenheit = degrees, degrees * 9 / 5 + 32
