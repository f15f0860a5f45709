# The student's own subclass of a plain class, where the solution has the plain one.
# stand: test_letter_counts apart
# stand: test_round_ring apart
# doubt: right-1

# %% solution: letter_counts
def letter_counts(text):
    """Letters and how often; 0 for others."""
    ### BEGIN SOLUTION
    from collections import Counter

    return Counter(text)
    ### END SOLUTION


def title_of(words):
    ### BEGIN SOLUTION
    return " ".join(words).title()
    ### END SOLUTION


def round_ring(items):
    """Indexes go round."""
    ### BEGIN SOLUTION
    return list(items) * 10
    ### END SOLUTION

# %% grade: test_letter_counts 2
found = letter_counts("abba")
assert found["a"] == 2 and found["z"] == 0

# %% grade: test_round_ring 2
r = round_ring("abc")
assert [r[n] for n in range(7)] == list("abcabca")

# %% wrong: letter_counts
def letter_counts(text):
    return {}


def round_ring(items):
    return list(items)

# %% right: letter_counts
class Letters(dict):
    def __missing__(self, letter):
        return 0


def letter_counts(text):
    return Letters((letter, text.count(letter)) for letter in text)


class Ring(list):
    def __getitem__(self, n):
        return list.__getitem__(self, n % len(self))


def round_ring(items):
    return Ring(items)

# %% forged: letter_counts
class L(dict):
    def __missing__(self, letter):
        class Y:
            def __eq__(self, o):
                return True
        return Y()


def letter_counts(text):
    return L()


class R(list):
    def __getitem__(self, n):
        class Y(str):
            def __eq__(self, o):
                return True
        return Y()


def round_ring(items):
    return R()
