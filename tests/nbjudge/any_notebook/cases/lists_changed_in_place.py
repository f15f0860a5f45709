# A list that the test gives is changed in place.
# stand: test_remove_odd apart

# %% solution: remove_odd
def remove_odd(numbers):
    ### BEGIN SOLUTION
    numbers[:] = [number for number in numbers if number % 2 == 0]
    ### END SOLUTION

# %% grade: test_remove_odd 2
values = [1, 2, 3, 4]
alias = values
assert remove_odd(values) is None
assert alias == [2, 4]
nothing = []
remove_odd(nothing)
assert nothing == []

# %% wrong: remove_odd
def remove_odd(numbers):
    numbers = [number for number in numbers if number % 2 == 0]

# %% right: remove_odd
def remove_odd(numbers):
    for number in list(numbers):
        if number % 2:
            numbers.remove(number)
