# A dict and a set that the test gives are changed in place; another must stay as it was.
# stand: test_register apart

# %% solution: register
def register(book, seen, name, defaults):
    ### BEGIN SOLUTION
    book.setdefault(name, dict(defaults))["visits"] += 1
    seen.add(name)
    return book
    ### END SOLUTION

# %% grade: test_register 3
book, seen, defaults = {}, set(), {"visits": 0}
result = register(book, seen, "ada", defaults)
register(book, seen, "ada", defaults)
assert book == {"ada": {"visits": 2}}
assert seen == {"ada"}
assert defaults == {"visits": 0}
assert result == book

# %% wrong: register
def register(book, seen, name, defaults):
    book.setdefault(name, defaults)["visits"] += 1
    seen.add(name)
    return book
