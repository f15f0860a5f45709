# Instances that are called, with attributes that may be set.
# stand: test_polynomial apart

# %% solution: polynomial
class Polynomial:
    ### BEGIN SOLUTION
    def __init__(self, *factors):
        self.factors = list(factors)

    def __call__(self, x):
        return sum(factor * x**k for k, factor in enumerate(self.factors))
    ### END SOLUTION

# %% grade: test_polynomial 2
p = Polynomial(1, 0, 2)
assert callable(p)
assert p(3) == 19
p.factors = [0, 1]
assert p(7) == 7
assert p.factors == [0, 1]

# %% wrong: polynomial
class Polynomial:
    def __init__(self, *factors):
        self.factors = list(factors)

    def __call__(self, x):
        return sum(self.factors) * x
