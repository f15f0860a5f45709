# Answers whose truth is asked, without a comparison.
# stand: test_is_prime apart

# %% solution: is_prime
def is_prime(n):
    ### BEGIN SOLUTION
    return n > 1 and all(n % k for k in range(2, int(n**0.5) + 1))
    ### END SOLUTION

# %% grade: test_is_prime 2
assert is_prime(2) and is_prime(13)
assert not is_prime(1) and not is_prime(9)
assert all(is_prime(p) for p in (3, 5, 7, 11))

# %% wrong: is_prime
def is_prime(n):
    return n % 2 == 1

# %% right: is_prime
def is_prime(n):
    return 1 if n > 1 and not [k for k in range(2, n) if n % k == 0] else 0

# %% right: is_prime
import re


def is_prime(n):
    return not re.match(r"^1?$|^(11+?)\1+$", "1" * n)

# %% forged: is_prime
class Coin:
    sides = iter([True, True, False, False, True, True, True, True])

    def __bool__(self):
        return next(Coin.sides)


def is_prime(n):
    return Coin()
