# Default arguments, keywords, and an argument list of any length.
# stand: test_join_words apart

# %% solution: join_words
def join_words(*words, sep=" ", end=None):
    ### BEGIN SOLUTION
    end = [] if end is None else end
    return sep.join([*words, *end])
    ### END SOLUTION

# %% grade: test_join_words 2
assert join_words() == ""
assert join_words("a", "b") == "a b"
assert join_words("a", sep="-", end=["z"]) == "a-z"
assert join_words(*"abc", **{"sep": ""}) == "abc"
try:
    join_words("a", separator="-")
except TypeError:
    pass
else:
    raise AssertionError("an unknown keyword should be refused")

# %% wrong: join_words
def join_words(*words, **options):
    return options.get("sep", " ").join(words)
