# What a function returns is a list of its own at each call; the state stays inside.
# What crosses are copies, so it is judged beside as well.
# stand: test_bag_returns apart
# stand: test_bag_takes apart
# stand: test_fresh apart

# %% solution: bag
class Bag:
    def __init__(self, items):
        ### BEGIN SOLUTION
        self._items = list(items)
        ### END SOLUTION

    def items(self):
        ### BEGIN SOLUTION
        return list(self._items)
        ### END SOLUTION


def fresh(items=None):
    ### BEGIN SOLUTION
    return [] if items is None else items
    ### END SOLUTION

# %% grade: test_bag_returns 2
bag = Bag(["a"])
got = bag.items()
got.append("x")
assert bag.items() == ["a"], "give a copy away"

# %% grade: test_bag_takes 2
mine = ["a", "b"]
bag = Bag(mine)
mine.append("c")
assert bag.items() == ["a", "b"], "keep a copy"

# %% grade: test_fresh 1
one = fresh()
one.append(1)
assert fresh() == [], "no mutable default"
assert fresh() is not fresh()

# %% wrong: bag
class Bag:
    def __init__(self, items):
        self._items = items

    def items(self):
        return self._items


def fresh(items=[]):
    return items
