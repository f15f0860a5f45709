# None is the answer.
# stand: test_lookup apart

# %% solution: lookup
def lookup(table, key):
    ### BEGIN SOLUTION
    return table.get(key)
    ### END SOLUTION

# %% grade: test_lookup 1
assert lookup({"a": 1}, "b") is None
assert lookup({"a": 0}, "a") is not None
assert lookup({"a": True}, "a") is True

# %% wrong: lookup
def lookup(table, key):
    return table.get(key) or None
