# Magics, a question mark and a shell line in given cells.
# stand: test_area_of apart

# %% locked
%matplotlib inline
%load_ext autoreload
%autoreload 2
import math

PI = math.pi

# %% locked
%%capture
print("not shown")
TAU = 2 * PI

# %% open
math.sin?

# %% open
!echo hello

# %% solution: area_of
def area_of(radius):
    ### BEGIN SOLUTION
    return PI * radius**2
    ### END SOLUTION

# %% grade: test_area_of 2
assert abs(area_of(3) - 28.274333882) < 1e-6
assert abs(TAU - 6.2831853) < 1e-6

# %% wrong: area_of
def area_of(radius):
    return TAU * radius
