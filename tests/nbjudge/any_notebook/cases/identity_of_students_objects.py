# `is` and `in` on objects of the student's: each is one object.
# stand: test_registry apart

# %% solution: registry
class Registry:
    ### BEGIN SOLUTION
    _only = None

    def __new__(cls):
        if cls._only is None:
            cls._only = super().__new__(cls)
            cls._only.members = []
        return cls._only

    def add(self, member):
        self.members.append(member)
        return self

    def last(self):
        return self.members[-1]
    ### END SOLUTION

# %% grade: test_registry 3
registry = Registry()
assert registry is Registry()
assert registry.add("a").add("b") is registry
assert registry.last() == "b"
other = object.__new__(object)
assert registry in [1, registry] and registry not in [2]
registry.add(registry)
assert registry.last() is registry

# %% wrong: registry
class Registry:
    members = []

    def add(self, member):
        self.members.append(member)
        return self

    def last(self):
        return self.members[-1]
