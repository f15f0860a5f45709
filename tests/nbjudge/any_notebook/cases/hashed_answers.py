# The right answer stands in the test as a hash.
# stand: test_capital apart

# %% solution: capital_answer
### BEGIN SOLUTION
capital = "Paris"
### END SOLUTION

# %% grade: test_capital 1
import hashlib

assert hashlib.sha256(capital.lower().encode()).hexdigest()[:12] == "1670f2e42fef"

# %% wrong: capital_answer
capital = "London"

# %% right: capital_answer
class City(str):
    pass


capital = City("PARIS")

# %% forged: capital_answer
import hashlib


class Digest:
    def __init__(self, *args):
        pass

    def hexdigest(self):
        return "1670f2e42fef"


hashlib.sha256 = Digest
capital = ""
