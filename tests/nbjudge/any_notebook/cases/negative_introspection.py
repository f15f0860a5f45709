# What must not be there: attributes, methods that should be inherited, global names.
# Apart they pass with anybody, so they are judged beside as well.
# stand: test_shapes_private apart
# stand: test_shapes_inherits apart
# stand: test_shapes_inherits_vars apart
# stand: test_no_global apart

# %% solution: private_shapes
### BEGIN SOLUTION
class OwnRectangle:
    def __init__(self, a, b):
        self.__a, self.__b = a, b

    def area(self):
        return self.__a * self.__b

    def sides(self):
        return self.__a, self.__b


class OwnSquare(OwnRectangle):
    def __init__(self, a):
        super().__init__(a, a)
### END SOLUTION

# %% grade: test_shapes_private 1
r = OwnRectangle(2, 3)
assert r.area() == 6
assert "a" not in vars(r) and "a" not in r.__dict__, "keep it private"

# %% grade: test_shapes_private_has 1
r = OwnRectangle(2, 3)
assert not hasattr(r, "a")
assert hasattr(r, "_OwnRectangle__a") and r._OwnRectangle__a == 2

# %% grade: test_shapes_inherits 2
assert issubclass(OwnSquare, OwnRectangle)
assert OwnSquare(3).area() == 9 and OwnSquare(3).sides() == (3, 3)
assert "area" not in OwnSquare.__dict__, "inherit it"

# %% grade: test_shapes_inherits_vars 1
assert "area" not in vars(OwnSquare)

# %% grade: test_shapes_mro 1
assert OwnSquare.__bases__ == (OwnRectangle,)
assert [c.__name__ for c in OwnSquare.__mro__] == ["OwnSquare", "OwnRectangle", "object"]

# %% grade: test_shapes_dir 1
assert "a" not in dir(OwnRectangle(1, 2))

# %% grade: test_no_global 1
assert "left_behind" not in globals(), "no global names"

# %% grade: test_same_method 1
assert OwnSquare.area == OwnRectangle.area

# %% wrong: private_shapes
left_behind = 3


class OwnRectangle:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def area(self):
        return self.a * self.b

    def sides(self):
        return self.a, self.b


class OwnSquare(OwnRectangle):
    def __init__(self, a):
        self.a = self.b = a

    def area(self):
        return self.a**2
