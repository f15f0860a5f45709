# A test cell gives a given name another value.
# stand: test_price apart

# %% locked
rate = 0.2

# %% solution: price
def price(net):
    ### BEGIN SOLUTION
    return net * (1 + rate)
    ### END SOLUTION

# %% grade: test_price 2
assert abs(price(10) - 12.0) < 1e-9
rate = 0.5
assert abs(10 * (1 + rate) - 15.0) < 1e-9

# %% wrong: price
def price(net):
    return net + rate

# %% forged: price
import builtins

builtins.abs = lambda x: 0.0


def price(net):
    return 0.0
