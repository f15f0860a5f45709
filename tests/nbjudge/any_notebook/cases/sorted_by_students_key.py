# The student's function is the key of a sort of the test's.
# stand: test_age_key apart

# %% solution: age_key
def age_key(person):
    ### BEGIN SOLUTION
    return -person["age"], person["name"]
    ### END SOLUTION

# %% grade: test_age_key 2
family = [{"name": "Bo", "age": 3}, {"name": "Al", "age": 3}, {"name": "Cy", "age": 40}]
assert [one["name"] for one in sorted(family, key=age_key)] == ["Cy", "Al", "Bo"]
assert min(family, key=age_key)["name"] == "Cy"
assert list(filter(lambda one: age_key(one)[0] < -5, family)) == family[2:]

# %% wrong: age_key
def age_key(person):
    return person["age"]

# %% right: age_key
def age_key(person):
    return [-person["age"], person["name"]]
