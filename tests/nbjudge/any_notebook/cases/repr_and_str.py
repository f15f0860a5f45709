# str, repr, format and f-strings of the student's objects.
# stand: test_card apart

# %% solution: card
class Card:
    def __init__(self, rank, suit):
        self.rank, self.suit = rank, suit

    ### BEGIN SOLUTION
    def __repr__(self):
        return f"Card({self.rank!r}, {self.suit!r})"

    def __str__(self):
        return f"{self.rank} of {self.suit}"

    def __format__(self, spec):
        return self.rank[0] if spec == "short" else str(self)
    ### END SOLUTION

# %% grade: test_card 2
queen = Card("Queen", "hearts")
assert str(queen) == "Queen of hearts"
assert repr(queen) == "Card('Queen', 'hearts')"
assert f"{queen:short}" == "Q" and f"{queen}" == "Queen of hearts"
assert repr([queen]) == "[Card('Queen', 'hearts')]"

# %% wrong: card
class Card:
    def __init__(self, rank, suit):
        self.rank, self.suit = rank, suit

    def __str__(self):
        return f"{self.rank} of {self.suit}"

# %% forged: card
class Said(str):
    def __eq__(self, other):
        return True


class Card:
    def __init__(self, rank, suit):
        pass

    def __str__(self):
        return Said()

    __repr__ = __str__

    def __format__(self, spec):
        return Said("?")


def repr(x):
    return Said()


str = repr
