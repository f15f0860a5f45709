# The student's class is a context manager, which may swallow an exception.
# stand: test_guard apart

# %% solution: guard
class Guard:
    ### BEGIN SOLUTION
    def __init__(self, *kinds):
        self.kinds, self.caught, self.state = kinds, None, "new"

    def __enter__(self):
        self.state = "open"
        return self

    def __exit__(self, kind, error, traceback):
        self.state = "closed"
        if error is not None and issubclass(kind, self.kinds):
            self.caught = str(error)
            return True
        return False
    ### END SOLUTION

# %% grade: test_guard 3
with Guard(ValueError) as guard:
    assert guard.state == "open"
    raise ValueError("lost")
assert guard.state == "closed" and guard.caught == "lost"
escaped = False
try:
    with Guard(ValueError):
        raise KeyError("k")
except KeyError:
    escaped = True
assert escaped

# %% wrong: guard
class Guard:
    def __init__(self, *kinds):
        self.state, self.caught = "new", "lost"

    def __enter__(self):
        self.state = "open"
        return self

    def __exit__(self, kind, error, traceback):
        self.state = "closed"
        return True
