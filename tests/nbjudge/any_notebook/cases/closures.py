# A function that gives back functions with a state.
# stand: test_make_counter apart

# %% solution: make_counter
def make_counter(step=1):
    ### BEGIN SOLUTION
    count = 0

    def counter():
        nonlocal count
        count += step
        return count

    return counter
    ### END SOLUTION

# %% grade: test_make_counter 2
first, second = make_counter(), make_counter(10)
assert callable(first)
assert [first(), first(), second(), first()] == [1, 2, 10, 3]
assert make_counter()() == 1

# %% wrong: make_counter
running = 0


def make_counter(step=1):
    def counter():
        global running
        running += step
        return running

    return counter

# %% right: make_counter
class make_counter:
    def __init__(self, step=1):
        self.step, self.count = step, 0

    def __call__(self):
        self.count += self.step
        return self.count

# %% forged: make_counter
class Same:
    def __eq__(self, other):
        return True

    def __call__(self):
        return self


def make_counter(step=1):
    return Same()
