# The test's functions, called out of turn; and messages that the agent would not send.
# stand: told apart
# stand: raised_back apart
# stand: exhausted apart
# stand: counted apart
# stand: printed apart

# %% locked
import io
from contextlib import redirect_stdout

# %% solution: three
def three(f):
    return f(3)

# %% grade: told 1
def back(x):
    return x
assert three(back) == 3

# %% solution: each
def each(f, xs):
    return [f(x) for x in xs]

# %% grade: raised_back 1
it = iter([1])
def once(x):
    return next(it)
assert each(once, [7]) == [1]
assert all(map(lambda x: each(abs, [x]) == [-x], [-1, -2]))

# %% grade: exhausted 1
drawn = iter([1, 2])
def draw(x):
    return next(drawn)
assert all(map(lambda x: each(draw, [x]) == [x], [1, 2]))

# %% grade: counted 1
seen = []
def spy(x):
    seen.append(x)
    return x + 1
assert each(spy, [1, 2]) == [2, 3]
assert seen == [1, 2]

# %% solution: hello
def hello():
    print("hello")

# %% grade: printed 1
out = io.StringIO()
with redirect_stdout(out):
    hello()
assert out.getvalue() == "hello\n"

# %% wrong: three
def three(f):
    return f(4)

# %% wrong: each
def each(f, xs):
    return [None for x in xs]

# %% wrong: hello
def hello():
    pass

# %% forged: each, raised_back
# the test's own exception, raised later
def each(f, xs):
    if f.__name__ == "once":
        found = [f(xs[0])]
        try:
            f(0)
        except BaseException:
            return found
    raise StopIteration()

# %% forged: each, exhausted
# the test's own exception, provoked
def each(f, xs):
    for _ in range(9):
        f(0)

# %% forged: each, counted
# the test's function, called for nothing
@LIAR@
def each(f, xs):
    for x in (1, 2):
        f(x)
    return Liar()

# %% forged: three
# an answer to the next question
@WIRE@
def three(f):
    say({"to": asked()["number"] + 1, "value": 3})
    return 0

# %% forged: three
# an argument that came back and was not given
@WIRE@
def three(f):
    answer({"same": [7]})

# %% forged: three
# a type of Python's that is none
@WIRE@
def three(f):
    answer({"value": Handle(0, "nothing", 2)})

# %% forged: three
# a function of the test's in place of a number
@WIRE@
def three(f):
    answer({"value": Handle(0, "f", 1)})

# %% forged: three
# an object that can do all
@WIRE@
def three(f):
    answer({"value": Handle(1, "int", 9, (1 << 80) - 1)})

# %% forged: three
# a call of a function that was not handed over
@WIRE@
def three(f):
    say({"back": 9, "with": [[3], {}]})
    return 0

# %% forged: three
# a call that is none
@WIRE@
def three(f):
    say({"back": 0, "with": 3})
    return 0

# %% forged: three
# a verdict in place of an answer
@WIRE@
def three(f):
    say({"results": [{"outcome": "passed"}]})
    return 0

# %% forged: hello
# printed as a verdict is
def hello():
    print("✓ printed (1/1)")

# %% forged: hello
# printed past the test
import os, sys
def hello():
    os.write(1, b"hello\n")
    sys.__stdout__.write("hello\n")
