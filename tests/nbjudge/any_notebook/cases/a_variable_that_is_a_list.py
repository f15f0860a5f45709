# The answer is a list in a variable, made in a loop.
# stand: test_primes apart

# %% solution: primes_answer
### BEGIN SOLUTION
primes = []
for trial in range(2, 30):
    if all(trial % prime for prime in primes):
        primes.append(trial)
### END SOLUTION

# %% grade: test_primes 2
assert len(primes) == 10
assert primes[:4] == [2, 3, 5, 7]
assert sum(primes) == 129

# %% wrong: primes_answer
primes = list(range(1, 30, 2))

# %% right: primes_answer
class Numbers(list):
    """A list with a name."""


primes = Numbers([2, 3, 5, 7, 11, 13, 17, 19, 23, 29])

# %% forged: primes_answer
class Forged(list):
    def __len__(self):
        return 10

    def __getitem__(self, place):
        return [2, 3, 5, 7]

    def __iter__(self):
        return iter([129])


primes = Forged()
