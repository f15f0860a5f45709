# Generators that are sent to, closed, and delegate.

# %% solution: average
def averager():
    ### BEGIN SOLUTION
    total, n, average = 0, 0, None
    while True:
        total += yield average
        n += 1
        average = total / n
    ### END SOLUTION


def leaves(tree):
    ### BEGIN SOLUTION
    if isinstance(tree, list):
        for part in tree:
            yield from leaves(part)
    else:
        yield tree
    ### END SOLUTION

# %% grade: test_average 2
avg = averager()
next(avg)
assert avg.send(10) == 10
assert avg.send(20) == 15
assert avg.send(0) == 10
avg.close()

# %% grade: test_leaves 2
assert list(leaves([1, [2, [3, []], 4]])) == [1, 2, 3, 4]
assert tuple(leaves("word")) == ("word",)
found = leaves([[1], 2])
assert next(found) == 1 and next(found) == 2
try:
    next(found)
except StopIteration:
    ended = True
else:
    ended = False
assert ended
assert not list(found), "it is used up"
assert sum(leaves([[1, 2], [3]])) == 6
a, (b, c), *rest = leaves([1]), leaves([2, 3]), 0
assert (b, c) == (2, 3)
assert dict(zip("ab", leaves([1, [2]]))) == {"a": 1, "b": 2}

# %% wrong: average
def averager():
    while True:
        yield 10


def leaves(tree):
    yield from tree

# %% right: average
class averager:
    def __init__(self):
        self.seen = []

    def __next__(self):
        return None

    def send(self, n):
        self.seen.append(n)
        return sum(self.seen) / len(self.seen)

    def close(self):
        pass


def leaves(tree):
    if not isinstance(tree, list):
        return iter([tree])
    return (leaf for part in tree for leaf in leaves(part))
