# A set of sets: frozensets are compared by value and hashed.
# stand: test_pairs_of apart

# %% solution: pairs_of
def pairs_of(names):
    ### BEGIN SOLUTION
    return {frozenset((a, b)) for a in names for b in names if a != b}
    ### END SOLUTION

# %% grade: test_pairs_of 2
assert pairs_of("abc") == {frozenset("ab"), frozenset("bc"), frozenset("ca")}
assert all(isinstance(pair, frozenset) for pair in pairs_of("xy"))

# %% wrong: pairs_of
def pairs_of(names):
    return {(a, b) for a in names for b in names if a < b}

# %% forged: pairs_of
class Any:
    def __eq__(self, other):
        return True

    def __iter__(self):
        return iter(())


def pairs_of(names):
    return Any()
