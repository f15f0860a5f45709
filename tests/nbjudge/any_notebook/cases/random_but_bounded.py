# What the student draws by himself is asked only for what always holds.
# stand: test_dice apart

# %% solution: dice
### BEGIN SOLUTION
import random


def dice(n):
    return [random.randint(1, 6) for _ in range(n)]
### END SOLUTION

# %% grade: test_dice 2
thrown = dice(200)
assert len(thrown) == 200
assert set(thrown) <= {1, 2, 3, 4, 5, 6} and len(set(thrown)) > 2
assert dice(50) != dice(50)

# %% wrong: dice
import random


def dice(n):
    return [random.randint(0, 1) for _ in range(n)]

# %% right: dice
import numpy as np


def dice(n):
    return np.random.default_rng().integers(1, 7, n).tolist()
