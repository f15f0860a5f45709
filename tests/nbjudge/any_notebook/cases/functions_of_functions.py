# Functions go in and come out.
# stand: test_compose apart

# %% solution: compose
def compose(*functions):
    ### BEGIN SOLUTION
    def composed(x):
        for function in reversed(functions):
            x = function(x)
        return x

    return composed
    ### END SOLUTION

# %% grade: test_compose 2
assert compose(str, abs)(-3) == "3"
assert compose()(5) == 5
assert compose(lambda x: x + 1, lambda x: x * 2)(10) == 21
assert list(map(compose(len), ["a", "bb"])) == [1, 2]

# %% wrong: compose
def compose(*functions):
    def composed(x):
        for function in functions:
            x = function(x)
        return x

    return composed

# %% forged: compose
class Whatever:
    def __eq__(self, other):
        return True


def compose(*functions):
    return lambda x: Whatever()
