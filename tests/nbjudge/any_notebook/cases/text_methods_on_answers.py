# Methods of text, asked of the answer: an object that always says yes is no text.
# stand: test_letter apart

# %% solution: letter
def letter(name, amount):
    ### BEGIN SOLUTION
    return f"Dear {name},\nyou owe {amount:.2f} EUR.\n"
    ### END SOLUTION

# %% grade: test_letter 3
text = letter("Bob", 3)
assert text.startswith("Dear Bob")
assert text.count("\n") == 2 and len(text.splitlines()) == 2
assert "3.00" in text
assert text.split()[-1].rstrip(".").isupper()

# %% wrong: letter
def letter(name, amount):
    return f"Dear {name},\nyou owe {amount} EUR.\n"

# %% right: letter
class Letter(str):
    """A letter."""


def letter(name, amount):
    return Letter(f"Dear {name},\nyou owe {amount:.2f} EUR.\n")

# %% forged: letter
class Yes:
    def startswith(self, start):
        return True

    def count(self, part):
        return 2

    def splitlines(self):
        return [1, 2]

    def __contains__(self, part):
        return True

    def split(self):
        return [self]

    def rstrip(self, some):
        return self

    def isupper(self):
        return True


def letter(name, amount):
    return Yes()

# %% forged: letter
class Yes(str):
    startswith = __contains__ = lambda self, start: True

    def count(self, part):
        return 2

    def splitlines(self):
        return ["", ""]

    def split(self):
        return ["EUR"]


def letter(name, amount):
    return Yes()
