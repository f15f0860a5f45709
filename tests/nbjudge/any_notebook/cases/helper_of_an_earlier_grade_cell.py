# A later grade cell uses a function of an earlier one, which calls the student's.
# stand: test_square_of apart
# stand: test_more_squares apart

# %% solution: square_of
def square_of(x):
    ### BEGIN SOLUTION
    return x * x
    ### END SOLUTION

# %% grade: test_square_of 1
def squares_of(*numbers):
    return [square_of(number) for number in numbers]


assert squares_of(1, 2) == [1, 4]

# %% grade: test_more_squares 2
assert squares_of(-3, 0, 5) == [9, 0, 25]

# %% wrong: square_of
def square_of(x):
    return 2 * x

# %% forged: square_of
def squares_of(*numbers):
    return Any()


class Any:
    def __eq__(self, other):
        return True


def square_of(x):
    return Any()
