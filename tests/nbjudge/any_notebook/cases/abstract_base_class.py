# A given abstract base class; the student's class must make an instance, the base class must not.
# stand: test_duck apart

# %% locked
from abc import ABC, abstractmethod


class Animal(ABC):
    def __init__(self, name):
        self.name = name

    @abstractmethod
    def sound(self): ...

    def speak(self, times=1):
        return f"{self.name}: " + " ".join([self.sound()] * times)

# %% solution: duck
### BEGIN SOLUTION
class Duck(Animal):
    def sound(self):
        return "quack"
### END SOLUTION

# %% grade: test_duck 2
donald = Duck("Donald")
assert donald.speak(2) == "Donald: quack quack"
assert isinstance(donald, Animal)
try:
    Animal("x")
except TypeError:
    pass
else:
    raise AssertionError

# %% wrong: duck
class Duck(Animal):
    def speak(self, times=1):
        return "Donald: quack quack"

# %% wrong: duck
class Duck:
    def __init__(self, name):
        self.name = name

    def speak(self, times=1):
        return f"{self.name}: " + " ".join(["quack"] * times)
