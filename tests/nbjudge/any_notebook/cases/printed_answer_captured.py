# What is printed, caught by IPython's capture_output, in a function called test_.
# stand: test_greet apart

# %% solution: greet
def greet(name):
    ### BEGIN SOLUTION
    print("Hello " + name)
    ### END SOLUTION

# %% grade: test_greet 2
from IPython.utils.capture import capture_output


def test_greet():
    """greet prints Hello."""
    with capture_output() as out:
        greet("Ben")
    assert out.stdout == "Hello Ben\n"
    assert out.stderr == ""


test_greet()

# %% wrong: greet
def greet(name):
    print("Hello", name, sep="")

# %% right: greet
import sys


def greet(name):
    print("Hello", end=" ")
    print(name, file=sys.stdout, flush=True)
