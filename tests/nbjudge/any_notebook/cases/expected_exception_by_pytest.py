# pytest.raises and pytest.approx.
# stand: test_share apart

# %% locked
import pytest

# %% solution: share
def share(amount, people):
    ### BEGIN SOLUTION
    if people == 0:
        raise ZeroDivisionError("nobody is there")
    return amount / people
    ### END SOLUTION

# %% grade: test_share 2
assert share(1, 3) == pytest.approx(0.3333333333)
with pytest.raises(ZeroDivisionError, match="nobody"):
    share(1, 0)
with pytest.raises(TypeError) as told:
    share("a", 2)
assert told.type is TypeError

# %% wrong: share
def share(amount, people):
    return amount / people if people else 0

# %% right: share
def share(amount, people):
    if not people:
        raise ZeroDivisionError("oh, nobody")
    return amount * people**-1

# %% forged: share
import contextlib

import pytest


class Told:
    type = TypeError


pytest.raises = lambda *args, **kwargs: contextlib.nullcontext(Told())
pytest.approx = lambda *args: 0


def share(amount, people):
    return 0
