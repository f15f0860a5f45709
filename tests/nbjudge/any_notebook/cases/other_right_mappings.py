# A mapping of any kind is right where the test compares it with a dict.
# stand: test_lengths apart
# doubt: right-3
# doubt: right-4

# %% solution: lengths
def lengths(words):
    ### BEGIN SOLUTION
    return {word: len(word) for word in words}
    ### END SOLUTION

# %% grade: test_lengths 2
assert lengths(["a", "bcd"]) == {"bcd": 3, "a": 1}
assert sorted(lengths(["xy", "z"]).items()) == [("xy", 2), ("z", 1)]
assert lengths(["xy"])["xy"] == 2

# %% wrong: lengths
def lengths(words):
    return {word: len(words) for word in words}

# %% right: lengths
from collections import Counter


def lengths(words):
    return Counter({word: len(word) for word in words})

# %% right: lengths
from collections import OrderedDict, defaultdict


def lengths(words):
    found = defaultdict(int)
    for word in words:
        found[word] += len(word)
    return found

# %% right: lengths
from types import MappingProxyType


def lengths(words):
    return MappingProxyType({word: len(word) for word in words})

# %% right: lengths
from collections import UserDict


def lengths(words):
    return UserDict({word: len(word) for word in words})

# %% forged: lengths
class Rich(dict):
    def __eq__(self, other):
        return True

    def items(self):
        return [("xy", 2), ("z", 1)]

    def __getitem__(self, key):
        return 2


def lengths(words):
    return Rich()
