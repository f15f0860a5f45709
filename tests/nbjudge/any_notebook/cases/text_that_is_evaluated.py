# The answer is a formula as text, which the test evaluates: the student's code then runs where the test does.
# stand: test_formula beside, text of the student's that is run

# %% solution: formula_answer
### BEGIN SOLUTION
formula = "3 * x + 1"
### END SOLUTION

# %% grade: test_formula 2
assert isinstance(formula, str)
assert eval(formula, {"x": 2}) == 7
assert eval(formula, {"x": -1}) == -2

# %% wrong: formula_answer
formula = "3 * x"

# %% right: formula_answer
formula = "x + x + x + 1"

# %% forged: formula_answer
formula = "type('Any', (), {'__eq__': lambda self, other: True})()"
