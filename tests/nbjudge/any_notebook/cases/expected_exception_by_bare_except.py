# A bare except that takes any exception for the expected one, as instructors write it: that is what is tried here.
# stand: test_first_of apart

# %% solution: first_of
def first_of(items):
    ### BEGIN SOLUTION
    return items[0]
    ### END SOLUTION

# %% grade: test_first_of 2
assert first_of("xyz") == "x"
failed = False
try:
    first_of([])
except:
    failed = True
assert failed

# %% wrong: first_of
def first_of(items):
    return items[0] if items else None
