# A given helper compares; the student's cell defines one of the same name.
# stand: test_flip apart

# %% locked
def check_equal(got, want):
    """Given: compares, and says what differs."""
    assert got == want, f"expected {want!r}, got {got!r}"

# %% solution: flip
def flip(text):
    ### BEGIN SOLUTION
    return text[::-1]
    ### END SOLUTION

# %% grade: test_flip 2
check_equal(flip("abc"), "cba")
check_equal(flip(""), "")

# %% wrong: flip
def flip(text):
    return text

# %% forged: flip
def check_equal(got, want):
    pass


def flip(text):
    return text

# %% forged: flip
check_equal.__code__ = (lambda got, want: None).__code__


def flip(text):
    return text
