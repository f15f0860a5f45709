# A class with __iter__ and __next__, which may be gone through twice.
# stand: test_steps_of apart

# %% solution: steps_of
class StepsOf:
    def __init__(self, n):
        self.n = n

    ### BEGIN SOLUTION
    def __iter__(self):
        self.at = 0
        return self

    def __next__(self):
        if self.at >= self.n:
            raise StopIteration
        self.at += 1
        return self.at
    ### END SOLUTION

# %% grade: test_steps_of 2
stairs_up = StepsOf(3)
assert list(stairs_up) == [1, 2, 3]
assert [k for k in stairs_up] == [1, 2, 3]
total_steps = 0
for k in stairs_up:
    total_steps += k
assert total_steps == 6
assert sum(StepsOf(4)) == 10 and max(StepsOf(2)) == 2

# %% wrong: steps_of
class StepsOf:
    def __init__(self, n):
        self.steps = iter(range(1, n + 1))

    def __iter__(self):
        return self.steps

# %% right: steps_of
class StepsOf:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        yield from range(1, self.n + 1)
