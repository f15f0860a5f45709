# Exact decimal numbers.
# stand: test_total apart

# %% solution: total
### BEGIN SOLUTION
from decimal import Decimal


def total(prices):
    return sum((Decimal(price) for price in prices), Decimal(0))
### END SOLUTION

# %% grade: test_total 2
from decimal import Decimal

assert total(["0.10", "0.20"]) == Decimal("0.30")
assert total([]) == 0
assert str(total(["1.50", "1.50"])) == "3.00"

# %% wrong: total
def total(prices):
    return sum(float(price) for price in prices)

# %% forged: total
class Money:
    def __eq__(self, other):
        return True

    def __str__(self):
        return "3.00"


def total(prices):
    return Money()
