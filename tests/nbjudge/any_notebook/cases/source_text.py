# The test reads the source text of the student's function.
# stand: test_no_loop beside, source text

# %% solution: no_loop
### BEGIN SOLUTION
def no_loop(n):
    return n * (n + 1) // 2
### END SOLUTION

# %% grade: test_no_loop 2
import inspect

assert no_loop(10) == 55
assert "for" not in inspect.getsource(no_loop)

# %% wrong: no_loop
def no_loop(n):
    total = 0
    for k in range(n + 1):
        total += k
    return total
