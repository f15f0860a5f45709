# The student writes tests; the instructor runs them with right and broken functions.

# %% solution: owntests
def check_is_even(is_even):
    """Raises AssertionError for a wrong is_even."""
    ### BEGIN SOLUTION
    assert is_even(0) and is_even(-2) and not is_even(3), "no"
    assert is_even(2) is True
    ### END SOLUTION

# %% grade: test_owntests 3
check_is_even(lambda n: n % 2 == 0)
broken = {
    "always": lambda n: True,
    "never": lambda n: False,
    "no zero": lambda n: n != 0 and n % 2 == 0,
    "no negative": lambda n: n >= 0 and n % 2 == 0,
}
for name, function in broken.items():
    try:
        check_is_even(function)
    except AssertionError:
        continue
    raise AssertionError(f"your test lets the function {name!r} pass")

# %% wrong: owntests
def check_is_even(is_even):
    assert is_even(2)

# %% right: owntests
def check_is_even(is_even):
    for n, want in enumerate([True, False, True, False], start=-2):
        if is_even(n) != want:
            raise AssertionError(n)
