# Partial credit as a whole number, counted in a loop with try.
# stand: test_roman apart

# %% solution: roman
def roman(n):
    ### BEGIN SOLUTION
    text = ""
    for value, letters in [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]:
        while n >= value:
            text, n = text + letters, n - value
    return text
    ### END SOLUTION

# %% grade: test_roman 3
points = 0
for number, want in [(3, "III"), (4, "IV"), (29, "XXIX")]:
    try:
        assert roman(number) == want
        points += 1
    except Exception as error:
        print("wrong for", number, type(error).__name__)
points

# %% wrong: roman
def roman(n):
    return "I" * n

# %% forged: roman
class Any:
    def __eq__(self, other):
        return True


def roman(n):
    return Any()
