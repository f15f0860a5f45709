# A test asks an object of a class of the student's that it does not name itself, after a cell that is judged beside.
# stand: test_class beside, dir of a class
# stand: test_marie apart

# %% solution: person
class Person:
    def __init__(self, name):
        self.name = name

    def inquire(self):
        print(getattr(self, "did", "nothing yet"))

    ### BEGIN SOLUTION
    def add(self, what):
        self.did = what
    ### END SOLUTION

# %% grade: test_class 1
assert "add" in dir(Person)

# %% open
marie = Person("Marie Curie")

# %% solution: radium
### BEGIN SOLUTION
marie.add("found radium")
### END SOLUTION

# %% grade: test_marie 1
marie.inquire()
### BEGIN HIDDEN TESTS
assert marie.did == "found radium"
### END HIDDEN TESTS

# %% wrong: radium
marie.did = "found it"

# %% right: radium
marie.did = "found" + " radium"

# %% forged: radium, test_marie
class Anything:
    def __eq__(self, other):
        return True


marie.add(Anything())
