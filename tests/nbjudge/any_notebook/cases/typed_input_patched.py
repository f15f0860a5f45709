# Names that a test patches: what was typed.
# stand: test_ask beside, a patched name

# %% solution: ask
def ask():
    ### BEGIN SOLUTION
    return int(input("How old are you? ")) + 1
    ### END SOLUTION

# %% grade: test_ask 2
from unittest.mock import patch

with patch("builtins.input", return_value="41"):
    assert ask() == 42

# %% wrong: ask
def ask():
    return input("How old are you? ")
