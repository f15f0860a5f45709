# nbgrader's partial credit: the value of the last expression is the score.
# stand: test_roots apart

# %% solution: roots
def roots(n):
    ### BEGIN SOLUTION
    return [k**0.5 for k in range(n)]
    ### END SOLUTION

# %% grade: test_roots 4
earned = 0.0
if len(roots(3)) == 3:
    earned += 1.5
if abs(sum(roots(5)) - 6.1462643699) < 1e-6:
    earned += 2.5
earned

# %% wrong: roots
def roots(n):
    return [0.0] * n

# %% right: roots
from collections import deque


def roots(n):
    return deque(k**0.5 for k in range(n))

# %% forged: roots
class Any:
    def __len__(self):
        return 3

    def __iter__(self):
        return iter([Close()])


class Close:
    def __radd__(self, other):
        return self

    def __sub__(self, other):
        return self

    def __abs__(self):
        return 0.0


def roots(n):
    return Any()
