# The test makes a generator of random numbers and gives it to the student's function.

# %% locked
import numpy as np

# %% solution: sample_mean
def sample_mean(rng, n):
    ### BEGIN SOLUTION
    return rng.normal(3.0, 1.0, size=n).mean()
    ### END SOLUTION

# %% grade: test_sample_mean 2
assert abs(sample_mean(np.random.default_rng(0), 10_000) - 3) < 0.1
assert sample_mean(np.random.default_rng(5), 10) == sample_mean(np.random.default_rng(5), 10)

# %% wrong: sample_mean
def sample_mean(rng, n):
    return np.random.default_rng().normal(3.0, 1.0, size=n).mean()
