# Asserts, a loop and a called test function in one cell.
# stand: test_vowels apart

# %% solution: vowels
def vowels(text):
    ### BEGIN SOLUTION
    return sum(letter in "aeiou" for letter in text.lower())
    ### END SOLUTION

# %% grade: test_vowels 4
assert vowels("") == 0
for word, want in {"Tree": 2, "sky": 0}.items():
    assert vowels(word) == want


def test_vowels():
    """A longer text."""
    assert vowels("An Example") == 4


test_vowels()

# %% wrong: vowels
def vowels(text):
    return sum(letter in "aeiou" for letter in text)

# %% right: vowels
import numpy as np


def vowels(text):
    return np.int64(sum(letter in "aeiou" for letter in text.lower()))
