# A DataFrame goes in, one comes out: by value, with its index, its columns and their types.
# needs: pandas
# stand: test_per_city apart

# %% locked
import pandas as pd

# %% solution: per_city
def per_city(frame):
    ### BEGIN SOLUTION
    return frame.groupby("city", as_index=False)["people"].sum().sort_values("city", ignore_index=True)
    ### END SOLUTION

# %% grade: test_per_city 3
people = pd.DataFrame({"city": ["Ulm", "Bonn", "Ulm"], "people": [1, 2, 3]})
by_city = per_city(people)
assert list(by_city.columns) == ["city", "people"] and by_city.shape == (2, 2)
assert by_city.loc[by_city.city == "Ulm", "people"].item() == 4
assert by_city["people"].dtype == "int64"
pd.testing.assert_frame_equal(by_city, pd.DataFrame({"city": ["Bonn", "Ulm"], "people": [2, 4]}))
assert by_city.equals(per_city(people)) and len(people) == 3

# %% wrong: per_city
def per_city(frame):
    return frame.groupby("city")["people"].sum()

# %% right: per_city
def per_city(frame):
    found = {}
    for row in frame.itertuples():
        found[row.city] = found.get(row.city, 0) + row.people
    return pd.DataFrame(sorted(found.items()), columns=["city", "people"])

# %% forged: per_city
pd.testing.assert_frame_equal = lambda *args, **kwargs: None
pd.DataFrame.equals = lambda *args: True


def per_city(frame):
    return pd.DataFrame({"city": ["Ulm", "?"], "people": [4, 0]})
