# Lambdas as answers: called, as keys, mapped, composed.

# %% solution: lambdas
### BEGIN SOLUTION
double = lambda x: 2 * x
by_last = lambda word: word[-1]
is_short = lambda word, limit=3: len(word) <= limit
ops = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}
### END SOLUTION

# %% grade: test_lambdas 2
assert double(4) == 8 and double("ab") == "abab" and double([1]) == [1, 1]
assert sorted(["xb", "ya", "zc"], key=by_last) == ["ya", "xb", "zc"]
assert list(map(double, range(3))) == [0, 2, 4]
assert list(filter(is_short, ["abc", "abcd"])) == ["abc"]
assert is_short("abcd", limit=4)
assert callable(double)

# %% grade: test_ops 2
assert set(ops) == {"+", "-", "*"}
assert ops["+"](2, 3) == 5
for symbol, want in [("+", 7), ("-", 3), ("*", 10)]:
    assert ops[symbol](5, 2) == want, f"{symbol} gave {ops[symbol](5, 2)}"
assert all(callable(op) for op in ops.values())

# %% grade: test_double_is_lambda 1
assert type(double) is type(lambda: 0)
assert double.__name__ == "<lambda>"

# %% wrong: lambdas
double = lambda x: x * x
by_last = lambda word: word
is_short = lambda word: True
ops = {"+": lambda a, b: a - b}

# %% right: lambdas
from operator import itemgetter, add, sub, mul


def double(x):
    return x + x


double.__name__ = "<lambda>"
by_last = itemgetter(-1)


def is_short(word, limit=3):
    return not len(word) > limit


ops = {"+": add, "-": sub, "*": mul}
