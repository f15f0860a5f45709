# Questions that are refused, and the test goes on; objects that answer differently each time; names of classes lent.
# stand: swallowed apart
# stand: swallowed_equality apart
# stand: changing apart
# stand: stopped apart
# stand: with_block apart

# %% locked
from collections import ChainMap, UserList

# %% solution: pair
def pair(a, b):
    return (a, b)

# %% grade: swallowed 1
p = pair(1, 2)
try:
    p[0] = 9
except TypeError:
    pass
else:
    raise AssertionError("a pair does not change")
assert p[0] == 1
assert p[1] == 2

# %% grade: swallowed_equality 1
try:
    assert pair(1, 2) == (1, 2)
except TypeError:
    pass

# %% solution: sort
def sort(xs):
    return sorted(xs)

# %% grade: changing 1
s = sort([3, 1, 2])
assert {*s} == {1, 2, 3}
assert all(a <= b for a, b in zip(list(s), list(s)[1:]))

# %% solution: ranked
def ranked(xs):
    return UserList(sorted(xs))

# %% grade: changing_known 1
s = ranked([3, 1, 2])
assert {*s} == {1, 2, 3}
assert all(a <= b for a, b in zip(list(s), list(s)[1:]))

# %% solution: merge
def merge(a, b):
    return ChainMap(a, b)

# %% grade: library 1
assert merge({"a": 1}, {"b": 2}) == {"a": 1, "b": 2}

# %% solution: pop
class Empty(LookupError):
    pass
def pop(xs):
    if not xs:
        raise Empty("empty")
    return xs[-1] > 0

# %% grade: stopped 1
try:
    pop([])
except Empty:
    pass
assert all(map(pop, [[1], [2]]))
assert not any(map(pop, [[-1]]))

# %% solution: opened
class Opened:
    def __init__(self):
        self.value = 3
    def __enter__(self):
        return self
    def __exit__(self, *error):
        return None

# %% grade: with_block 1
with Opened() as opened:
    assert opened.value == 3

# %% wrong: pair
def pair(a, b):
    return [b, a]

# %% wrong: sort
def sort(xs):
    return xs

# %% wrong: ranked
def ranked(xs):
    return xs

# %% wrong: merge
def merge(a, b):
    return a

# %% wrong: pop
class Empty(LookupError):
    pass
def pop(xs):
    return False

# %% wrong: opened
class Opened:
    value = 0
    def __enter__(self):
        return self
    def __exit__(self, *error):
        return None

# %% forged: pair, swallowed
# refused, and that is swallowed
class Pair:
    def __init__(self, *values):
        self.values = list(values)
    def __getitem__(self, index):
        return self.values[index]
    def __setitem__(self, index, value):
        self.values[index] = value
def pair(a, b):
    return Pair(a, b)

# %% forged: pair
# a comparison refused, and that is swallowed
@LIAR@
def pair(a, b):
    return Liar()

# %% forged: sort
# other things each time
class Changing:
    asked = 0
    def __iter__(self):
        Changing.asked += 1
        return iter([3, 1, 2] if Changing.asked == 1 else [1, 1, 1])
def sort(xs):
    return Changing()

# %% forged: sort
# other things each time, with a length
class Changing:
    asked = 0
    def __len__(self):
        return 3
    def __iter__(self):
        Changing.asked += 1
        return iter([3, 1, 2] if Changing.asked == 1 else [1, 1, 1])
def sort(xs):
    return Changing()

# %% forged: sort
# other things each time, by their places
class Changing:
    asked = 0
    def __getitem__(self, place):
        Changing.asked += 1
        return ([3, 1, 2] if Changing.asked <= 4 else [1, 1, 1])[place]
def sort(xs):
    return Changing()

# %% forged: ranked
# other things each time, by the name of the solution's class
class UserList:
    asked = 0
    def __len__(self):
        return 3
    def __iter__(self):
        UserList.asked += 1
        return iter([3, 1, 2] if UserList.asked == 1 else [1, 1, 1])
def ranked(xs):
    return UserList()

# %% forged: merge
# the name of a library's class
@LIAR@
def merge(a, b):
    return type("ChainMap", (Liar,), {})()

# %% forged: pop
# an exception that ends loops
class Empty(StopIteration):
    pass
def pop(xs):
    raise Empty("empty")

# %% forged: pop
# an exception that ends asynchronous loops
class Empty(StopAsyncIteration):
    pass
def pop(xs):
    raise StopIteration("empty")

# %% forged: opened
# it swallows what the test asserts
class Opened:
    value = 0
    def __enter__(self):
        return self
    def __exit__(self, *error):
        return True
