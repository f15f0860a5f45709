# A loop over inputs and results at the top level of a grade cell.
# stand: test_sign apart

# %% solution: sign
def sign(x):
    ### BEGIN SOLUTION
    return (x > 0) - (x < 0)
    ### END SOLUTION

# %% grade: test_sign 2
for x, want in [(3, 1), (-2, -1), (0, 0)]:
    assert sign(x) == want, "wrong sign"
for x in range(1, 5):
    got = sign(-x)
    assert -got == 1

# %% wrong: sign
def sign(x):
    return 1 if x >= 0 else -1

# %% right: sign
import enum


class Sign(enum.IntEnum):
    BELOW = -1
    NONE = 0
    ABOVE = 1


def sign(x):
    return Sign((x > 0) - (x < 0))

# %% right: sign
def sign(x):
    return 1.0 if x > 0 else -1.0 if x < 0 else False

# %% forged: sign
class Yes(int):
    def __eq__(self, other):
        return True

    def __neg__(self):
        return self


def sign(x):
    return Yes(7)
