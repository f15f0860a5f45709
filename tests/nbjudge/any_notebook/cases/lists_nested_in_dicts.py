# Lists, tuples and dicts in each other, with keys of several types.
# stand: test_by_length apart

# %% solution: by_length
def by_length(words):
    ### BEGIN SOLUTION
    found = {}
    for word in words:
        found.setdefault((len(word), word[0]), []).append({"word": word, None: True})
    return found
    ### END SOLUTION

# %% grade: test_by_length 2
grouped_words = by_length(["as", "at", "bed"])
assert list(grouped_words) == [(2, "a"), (3, "b")]
assert grouped_words[2, "a"][1]["word"] == "at"
assert grouped_words == {(3, "b"): [{"word": "bed", None: True}],
                         (2, "a"): [{"word": "as", None: True}, {"word": "at", None: True}]}

# %% wrong: by_length
def by_length(words):
    return {(len(word), word[0]): [{"word": word, None: True}] for word in words}

# %% right: by_length
from collections import defaultdict


def by_length(words):
    found = defaultdict(list)
    for word in words:
        found[len(word), word[0]].append({"word": word, None: True})
    return found
