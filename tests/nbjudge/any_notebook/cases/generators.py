# The answer is a generator function: it is asked with next, a few at a time.
# stand: test_fibonacci apart

# %% solution: fibonacci
def fibonacci():
    ### BEGIN SOLUTION
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
    ### END SOLUTION

# %% grade: test_fibonacci 3
from itertools import islice

numbers = fibonacci()
assert next(numbers) == 0
assert [next(numbers) for _ in range(5)] == [1, 1, 2, 3, 5]
assert list(islice(fibonacci(), 8))[-1] == 13
assert iter(numbers) is numbers

# %% wrong: fibonacci
def fibonacci():
    yield from [0, 1, 1, 2]

# %% right: fibonacci
class fibonacci:
    def __init__(self):
        self.a, self.b = 0, 1

    def __iter__(self):
        return self

    def __next__(self):
        found, self.a, self.b = self.a, self.b, self.a + self.b
        return found

# %% forged: fibonacci
class fibonacci:
    def __iter__(self):
        return self

    def __next__(self):
        return self

    def __eq__(self, other):
        return True
