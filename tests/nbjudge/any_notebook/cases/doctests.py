# The test runs the examples of the student's docstring.
# stand: test_examples beside, doctest

# %% solution: cube
def cube(x):
    """Return the third power.

    >>> cube(2)
    8
    """
    ### BEGIN SOLUTION
    return x**3
    ### END SOLUTION

# %% grade: test_examples 2
import doctest

found = doctest.DocTestFinder().find(cube, "cube", globs={"cube": cube})
runner = doctest.DocTestRunner(verbose=False)
assert sum(runner.run(example).failed for example in found) == 0

# %% wrong: cube
def cube(x):
    """Return the third power.

    >>> cube(2)
    9
    """
    return x**3
