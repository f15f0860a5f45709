# A Series goes in, a Series comes out: by value.
# needs: pandas
# stand: test_growth apart

# %% locked
import pandas as pd

# %% solution: growth
def growth(series):
    ### BEGIN SOLUTION
    return series.diff().fillna(0.0)
    ### END SOLUTION

# %% grade: test_growth 2
prices = pd.Series([1.0, 4.0, 2.0], index=["a", "b", "c"], name="price")
changes = growth(prices)
assert isinstance(changes, pd.Series)
assert changes["b"] == 3 and changes.sum() == 1.0
pd.testing.assert_series_equal(changes, pd.Series([0.0, 3.0, -2.0], index=list("abc"), name="price"))
assert prices["c"] == 2.0

# %% wrong: growth
def growth(series):
    return series - series.iloc[0]

# %% forged: growth
class Fake(pd.Series):
    def sum(self):
        return 1.0

    def __getitem__(self, key):
        return 3


pd.testing.assert_series_equal = lambda *args, **kwargs: None


def growth(series):
    return Fake([0.0])
