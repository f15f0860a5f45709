# Tests that ask for the exact type of an answer.
# stand: test_counts apart

# %% solution: counts
def counts(text):
    ### BEGIN SOLUTION
    found = {}
    for word in text.split():
        found[word] = found.get(word, 0) + 1
    return found
    ### END SOLUTION

# %% grade: test_counts 2
assert type(counts("a b a")) is dict
assert all(type(value) == int for value in counts("a b a").values())
assert counts("a b a") == {"a": 2, "b": 1}

# %% wrong: counts
from collections import Counter


def counts(text):
    return Counter(text.split())

# %% forged: counts
class Liar:
    def __eq__(self, other):
        return True

    def values(self):
        return []


real = type
type = lambda x: dict if real(x) is Liar else real(x)


def counts(text):
    return Liar()
