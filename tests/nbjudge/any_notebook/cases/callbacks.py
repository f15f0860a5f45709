# A function of the test's is an argument of the student's: it is called back.
# stand: test_bisect apart

# %% solution: bisect
def bisect(f, low, high):
    ### BEGIN SOLUTION
    for _ in range(60):
        middle = (low + high) / 2
        if f(low) * f(middle) <= 0:
            high = middle
        else:
            low = middle
    return low
    ### END SOLUTION

# %% grade: test_bisect 3
asked = []


def parabola(x):
    asked.append(x)
    return x * x - 2


assert abs(bisect(parabola, 0.0, 2.0) - 2**0.5) < 1e-9
assert 0.0 in asked and len(asked) > 20
### BEGIN HIDDEN TESTS
assert abs(bisect(lambda x: x**3 + 1, -3.0, 1.0) + 1) < 1e-9
### END HIDDEN TESTS

# %% wrong: bisect
def bisect(f, low, high):
    f(low)
    return (low + high) / 2

# %% forged: bisect
def bisect(f, low, high):
    class Zero(float):
        def __sub__(self, other):
            return 0.0

        __add__ = __sub__

    for _ in range(30):
        f(0.0)
    return Zero()
