# Forged answers that reach for the machinery under the test.
# stand: test_tripled apart

# %% solution: tripled
def tripled(x):
    ### BEGIN SOLUTION
    return [y * 3 for y in x]
    ### END SOLUTION

# %% grade: test_tripled 2
"""Element by element."""
assert tripled([1, 2]) == [3, 6]
assert tripled([]) == [], "nothing"

# %% wrong: tripled
def tripled(x):
    return x * 3

# %% forged: tripled
import ast

from IPython import get_ipython


class NoAsserts(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)


get_ipython().ast_transformers.append(NoAsserts())

# %% forged: tripled
from IPython import get_ipython

get_ipython().input_transformers_post.append(lambda lines: ["pass\n"])
