# Classes that inherit: isinstance, issubclass, type, and a method of the given base class.
# stand: test_shapes apart

# %% locked
class Shape:
    """The base class."""

    def area(self):
        raise NotImplementedError

    def describe(self):
        return f"{type(self).__name__} of area {self.area()}"

# %% solution: shapes
### BEGIN SOLUTION
class Rectangle(Shape):
    def __init__(self, a, b):
        self.a, self.b = a, b

    def area(self):
        return self.a * self.b


class Square(Rectangle):
    def __init__(self, a):
        super().__init__(a, a)
### END SOLUTION

# %% grade: test_shapes 4
assert Square(3).area() == 9
assert Square(2).describe() == "Square of area 4"
assert isinstance(Square(1), Rectangle) and isinstance(Square(1), Shape)
assert issubclass(Square, Rectangle) and not issubclass(Rectangle, Square)
assert type(Square(1)) is Square and type(Square(1)) is not Rectangle
assert Square.__name__ == "Square" and Square(1).__class__ is Square
assert not isinstance(Shape(), Square)
try:
    Shape().area()
except NotImplementedError:
    pass

# %% wrong: shapes
class Rectangle(Shape):
    def __init__(self, a, b):
        self.a, self.b = a, b

    def area(self):
        return self.a * self.b


class Square(Shape):
    def __init__(self, a):
        self.a = a

    def area(self):
        return self.a * self.a

# %% forged: shapes
class Lying(type):
    def __instancecheck__(cls, other):
        return other.__class__ is Square

    def __subclasscheck__(cls, other):
        return other is Square


class Equal:
    def __eq__(self, other):
        return True


class Rectangle(Shape, metaclass=Lying):
    pass


class Square(Shape, metaclass=Lying):
    def __init__(self, a):
        pass

    def area(self):
        return Equal()

    describe = area
