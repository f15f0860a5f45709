# Objects that answer as the test wishes, where a number is wanted.
# stand: number apart
# stand: compared apart
# stand: listed apart
# stand: member apart
# stand: looked_up apart
# stand: close apart
# stand: in_a_loop apart
# stand: credit apart

# %% solution: total
class V:
    def __init__(self, x):
        self.x = x
    def __eq__(self, other):
        return isinstance(other, V) and self.x == other.x
    def __len__(self):
        return self.x
    def norm(self):
        return self.x
def total(vs):
    return sum(v.x for v in vs)

# %% grade: number 1
assert V(1) == V(1)
assert total([V(1), V(2)]) == 3

# %% grade: compared 1
assert V(2) == V(2)
assert 2 < total([V(1), V(2)]) < 4

# %% grade: listed 1
assert [total([V(1)]), total([V(2)])] == [1, 2]
assert (1, 2) == (total([V(1)]), total([V(2)]))

# %% grade: member 1
assert total([V(3)]) in (3, 4)

# %% grade: looked_up 1
assert {3: "a"}[total([V(3)])] == "a"

# %% grade: close 1
assert abs(total([V(3)]) - 3) < 1e-9

# %% grade: in_a_loop 1
for got, want in [(V(1), V(1)), (total([V(4)]), 4)]:
    assert got == want

# %% grade: credit 2
earned = total([V(1)]) == 1
earned = earned + (total([V(2)]) == 2)
earned

# %% grade: shown 2
total([V(1), V(1)])

# %% solution: greet
class Text:
    def __init__(self, text):
        self.text = text
    def startswith(self, start):
        return self.text[:len(start)] == start
def greet(name):
    return "Hello, " + name

# %% grade: methods 1
assert Text("abc").startswith("a")
assert greet("Ada").startswith("Hello, Ada")
assert greet("Bob").startswith("Hello, Bob")

# %% wrong: greet
class Text:
    def startswith(self, start):
        return False
def greet(name):
    return ""

# %% forged: greet
# a method that the solution's class has, where a text is wanted
class Text:
    def __init__(self, text):
        pass
    def startswith(self, start):
        return True
def greet(name):
    return Text(name)

# %% forged: greet
# a class that is called as a name is labelled
class Text:
    def __init__(self, text):
        pass
    def startswith(self, start):
        return True
def greet(name):
    return type("the name greet", (Text,), {})(name)

# %% wrong: total
class V:
    def __init__(self, x):
        self.x = x
def total(vs):
    return 0

# %% forged: total
# equal to everything
@LIAR@
class V(Liar):
    def __init__(self, x):
        pass
def total(vs):
    return Liar()

# %% forged: total
# equal to everything, of the solution's class
@LIAR@
class V(Liar):
    def __init__(self, x):
        pass
def total(vs):
    return V(0)

# %% forged: total
# the solution's class itself
@LIAR@
class V(Liar):
    def __init__(self, x):
        pass
def total(vs):
    return V

# %% forged: total
# a class whose metaclass says so
@LIAR@
class Meta(type):
    __eq__ = __lt__ = __gt__ = __instancecheck__ = lambda cls, other: True
    __hash__ = type.__hash__
class V(Liar, metaclass=Meta):
    def __init__(self, x):
        pass
class Made(metaclass=Meta):
    pass
def total(vs):
    return Made

# %% forged: total
# a whole number by its class
@LIAR@
class V(Liar):
    def __init__(self, x):
        pass
class Number(Liar, int):
    pass
def total(vs):
    return Number(0)

# %% forged: total
# a text by its class
@LIAR@
class V(Liar):
    def __init__(self, x):
        pass
class Text(Liar, str):
    pass
def total(vs):
    return Text("0")

# %% forged: total
# a list by its class
@LIAR@
class V(Liar):
    def __init__(self, x):
        pass
class Listed(Liar, list):
    pass
def total(vs):
    return Listed()

# %% forged: total
# a dict by its class
@LIAR@
class V(Liar):
    def __init__(self, x):
        pass
class Kept(Liar, dict):
    pass
def total(vs):
    return Kept()

# %% forged: total
# a class called int
@LIAR@
class V(Liar):
    def __init__(self, x):
        pass
def total(vs):
    return type("int", (Liar,), {})()

# %% forged: total
# it lies about its class
@LIAR@
class V(Liar):
    def __init__(self, x):
        pass
class Posing(Liar):
    __class__ = property(lambda self: int)
def total(vs):
    return Posing()

# %% forged: total
# an exception of the test's kind
class V:
    def __init__(self, x):
        pass
class Failed(AssertionError):
    pass
def total(vs):
    raise Failed("3")

# %% forged: total
# a list of such objects
@LIAR@
class V(Liar):
    def __init__(self, x):
        pass
def total(vs):
    return [Liar()]
