# A cell magic above tests, and a line magic among them.

# %% solution: quick_sum
def quick_sum(n):
    ### BEGIN SOLUTION
    return n * (n - 1) // 2
    ### END SOLUTION

# %% grade: test_quick_sum 2
%%time
assert quick_sum(10) == 45
assert quick_sum(0) == 0

# %% wrong: quick_sum
def quick_sum(n):
    return n
