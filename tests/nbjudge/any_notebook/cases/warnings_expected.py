# A warning that the student's function must give.
# stand: test_old_name apart

# %% solution: old_name
### BEGIN SOLUTION
import warnings


def old_name(x):
    warnings.warn("use new_name", DeprecationWarning, stacklevel=2)
    return x + 1
### END SOLUTION

# %% grade: test_old_name 2
import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    assert old_name(1) == 2
assert len(caught) == 1
assert issubclass(caught[0].category, DeprecationWarning)
assert "new_name" in str(caught[0].message)

# %% wrong: old_name
def old_name(x):
    print("DeprecationWarning: use new_name")
    return x + 1

# %% wrong: old_name
import warnings


def old_name(x):
    warnings.warn("use new_name")
    return x + 1
