# A test binds names that a cell of the instructor's binds anew: what the student computes with has the newer values.
# alone: it binds short names that others bind too
# stand: test_distance apart
# stand: test_roots beside, computed by an open cell

# %% solution: distance
### BEGIN SOLUTION
distance = 5.0 * 10.0 + 0.5 * -9.8 * 10.0**2
### END SOLUTION

# %% grade: test_distance 1
a = -9.8
t = 10.0
assert abs(distance - (5.0 * t + 0.5 * a * t**2)) < 1e-9

# %% open
a = 1
b = 2
c = 1

# %% solution: roots
x = 0
### BEGIN SOLUTION
x = -b + (b**2 - 4 * a * c) ** 0.5 / (2 * a)
### END SOLUTION

# %% open
x = x * 2

# %% grade: test_roots 1
assert x == -4.0

# %% wrong: roots
x = -b + (b**2 - 4 * a * c) ** 0.5 / (2 * a) + a

# %% wrong: distance
distance = 0

# %% right: roots
x = -2.0
