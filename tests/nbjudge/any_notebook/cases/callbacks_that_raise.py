# What the test's own function raises goes through the student's, who handles it.
# stand: test_retry apart

# %% solution: retry
def retry(action, times):
    ### BEGIN SOLUTION
    for _ in range(times):
        try:
            return action()
        except ValueError:
            pass
    return None
    ### END SOLUTION

# %% grade: test_retry 2
tries = []


def flaky():
    tries.append(1)
    if len(tries) < 3:
        raise ValueError("not yet")
    return "done"


assert retry(flaky, 5) == "done"
assert len(tries) == 3
tries.clear()
assert retry(flaky, 2) is None

# %% wrong: retry
def retry(action, times):
    return action()
