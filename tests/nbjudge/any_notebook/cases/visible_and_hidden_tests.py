# A visible example, and hidden tests of what it leaves open.
# stand: test_title apart

# %% solution: title
def title(text):
    ### BEGIN SOLUTION
    return " ".join(word.capitalize() for word in text.split())
    ### END SOLUTION

# %% grade: test_title 3
assert title("an example") == "An Example"
### BEGIN HIDDEN TESTS
assert title("") == ""
assert title("  MANY   blanks ") == "Many Blanks"
### END HIDDEN TESTS

# %% wrong: title
def title(text):
    return "An Example"

# %% right: title
import re


def title(text):
    return re.sub(r"\s+", " ", text.strip()).title()
