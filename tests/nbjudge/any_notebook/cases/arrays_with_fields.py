# Structured arrays.
# stand: test_table_of apart

# %% locked
import numpy as np

PERSON = np.dtype([("name", "U10"), ("age", "i4")])

# %% solution: table_of
def table_of(names, ages):
    ### BEGIN SOLUTION
    return np.array(list(zip(names, ages)), dtype=PERSON)
    ### END SOLUTION

# %% grade: test_table_of 2
people = table_of(["Ada", "Alan"], [36, 41])
assert people.dtype == PERSON
assert people["age"].mean() == 38.5
assert people[people["age"] > 40]["name"].tolist() == ["Alan"]

# %% wrong: table_of
def table_of(names, ages):
    return np.array([ages, ages], dtype="i4")

# %% wrong: table_of
def table_of(names, ages):
    return np.array(list(zip(names, ages[::-1])), dtype=PERSON)
