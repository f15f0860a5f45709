# Arrays that are equal to anything.
# stand: testing apart
# stand: testing_equal apart
# stand: equal apart

# %% locked
from dataclasses import dataclass
from types import SimpleNamespace
@dataclass
class Fit:
    values: object

# %% solution: double
def double(x):
    return 2 * x

# %% grade: testing 1
np.testing.assert_allclose(double(np.arange(3.0)), [0, 2, 4])

# %% grade: testing_equal 1
np.testing.assert_array_equal(double(np.arange(3.0)), [0, 2, 4])

# %% grade: equal 1
assert np.array_equal(double(np.arange(3.0)), [0, 2, 4])

# %% solution: within
def fit(x):
    return Fit(2 * x)
def space(x):
    return SimpleNamespace(y=2 * x)
def fill(x, out):
    out.append(2 * x)
def tell(f, x):
    f(2 * x)

# %% grade: in_a_dataclass 1
np.testing.assert_allclose(fit(np.arange(3.0)).values, [0, 2, 4])

# %% grade: in_a_namespace 1
np.testing.assert_allclose(space(np.arange(3.0)).y, [0, 2, 4])

# %% grade: in_the_tests_list 1
out = []
fill(np.arange(3.0), out)
np.testing.assert_allclose(out[0], [0, 2, 4])

# %% grade: in_a_call_back 1
told = []
tell(told.append, np.arange(3.0))
np.testing.assert_allclose(told[0], [0, 2, 4])

# %% wrong: double
def double(x):
    return 0 * x

# %% wrong: within
def fit(x):
    return Fit(0 * x)
def space(x):
    return SimpleNamespace(y=0 * x)
def fill(x, out):
    out.append(0 * x)
def tell(f, x):
    f(0 * x)

# %% forged: double
# all is masked
def double(x):
    return np.ma.masked_all_like(np.asarray(x))

# %% forged: double
# the one masked value
def double(x):
    return np.ma.masked

# %% forged: double
# an array of objects
@LIAR@
def double(x):
    return np.array([Liar(), Liar(), Liar()], dtype=object)

# %% forged: double
# an array by its word
@LIAR@
class Arrayed(Liar):
    def __array__(self, *arguments, **keywords):
        return np.zeros(3)
    def __array_ufunc__(self, *arguments, **keywords):
        return True
    __array_function__ = __array_ufunc__
def double(x):
    return Arrayed()

# %% forged: within
# masked, within something
def fit(x):
    return Fit(np.ma.masked_all_like(x))
def space(x):
    return SimpleNamespace(y=np.ma.masked_all_like(x))
def fill(x, out):
    out.append(np.ma.masked_all_like(x))
def tell(f, x):
    f(np.ma.masked_all_like(x))
