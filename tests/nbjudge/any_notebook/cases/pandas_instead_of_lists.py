# A Series where the test goes through a list.
# needs: pandas
# stand: test_doubled_all apart

# %% solution: doubled_all
def doubled_all(numbers):
    ### BEGIN SOLUTION
    return [2 * number for number in numbers]
    ### END SOLUTION

# %% grade: test_doubled_all 2
assert list(doubled_all([1, 2])) == [2, 4]
assert len(doubled_all(range(5))) == 5
assert sum(doubled_all([3, 4])) == 14

# %% wrong: doubled_all
def doubled_all(numbers):
    return list(numbers) * 2

# %% right: doubled_all
import pandas as pd


def doubled_all(numbers):
    return pd.Series(list(numbers)) * 2

# %% right: doubled_all
import pandas as pd


def doubled_all(numbers):
    return pd.Index([2 * number for number in numbers])
