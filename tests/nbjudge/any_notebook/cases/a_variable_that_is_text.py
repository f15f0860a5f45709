# The answer is a choice, told as a letter.
# stand: test_choice apart

# %% solution: choice_answer
### BEGIN SOLUTION
choice = "B"
### END SOLUTION

# %% grade: test_choice 1
assert choice.strip().upper() in ("A", "B", "C"), "one letter"
### BEGIN HIDDEN TESTS
assert choice.strip().upper().startswith("B")
### END HIDDEN TESTS

# %% wrong: choice_answer
choice = "C"

# %% right: choice_answer
import numpy as np

choice = np.str_(" b")

# %% forged: choice_answer
class Choice(str):
    def strip(self):
        return self

    def upper(self):
        return self

    def __eq__(self, other):
        return True

    def startswith(self, start):
        return True


choice = Choice("?")

# %% forged: choice_answer
class Oracle:
    def __getattr__(self, name):
        return lambda *args: self

    def __eq__(self, other):
        return True


choice = Oracle()
