# __name__, __doc__, __module__ and help of what the student wrote.
# stand: test_documented apart

# %% solution: documented
### BEGIN SOLUTION
def documented(x):
    """Return x, unchanged."""
    return x
### END SOLUTION

# %% grade: test_documented 2
assert documented.__name__ == "documented"
assert documented.__doc__ and "unchanged" in documented.__doc__
assert documented.__doc__.strip().endswith(".")
assert documented(3) == 3

# %% wrong: documented
def documented(x):
    # Return x, unchanged.
    return x

# %% forged: documented
class Text(str):
    def strip(self):
        return self

    def endswith(self, end):
        return True

    def __contains__(self, part):
        return True


def documented(x):
    return x


documented.__doc__ = Text("?")
