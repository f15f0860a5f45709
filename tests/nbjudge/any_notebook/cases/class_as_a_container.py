# len, iteration, indexing, assignment and `in` on an instance of the student's class.
# stand: test_ring apart

# %% solution: ring
class Ring:
    """Items in a circle."""

    ### BEGIN SOLUTION
    def __init__(self, items):
        self.items = list(items)

    def __len__(self):
        return len(self.items)

    def __iter__(self):
        return iter(self.items)

    def __getitem__(self, place):
        return self.items[place % len(self.items)]

    def __setitem__(self, place, item):
        self.items[place % len(self.items)] = item

    def __contains__(self, item):
        return item in self.items
    ### END SOLUTION

# %% grade: test_ring 4
ring = Ring("abc")
assert len(ring) == 3 and bool(ring)
assert list(ring) == ["a", "b", "c"]
assert ring[4] == "b" and ring[-1] == "c"
assert "a" in ring and "z" not in ring
ring[3] = "x"
assert ring[0] == "x"
a, b, c = ring
assert [a, b, c] == ["x", "b", "c"]

# %% wrong: ring
class Ring(list):
    pass

# %% right: ring
class Ring(list):
    def __getitem__(self, place):
        return super().__getitem__(place % len(self))

    def __setitem__(self, place, item):
        super().__setitem__(place % len(self), item)

# %% forged: ring
class Letter:
    def __eq__(self, other):
        return True


class Ring:
    def __init__(self, items):
        pass

    def __len__(self):
        return 3

    def __iter__(self):
        return iter([Letter()] * 3)

    def __getitem__(self, place):
        return Letter()

    def __setitem__(self, place, item):
        pass

    def __contains__(self, item):
        return item == "a"
