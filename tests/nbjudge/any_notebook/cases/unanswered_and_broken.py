# A stub that raises NotImplementedError, an answer that does not compile, and one that defines nothing.
# stand: test_shout apart

# %% solution: shout
def shout(text):
    ### BEGIN SOLUTION
    return text.upper() + "!"
    ### END SOLUTION

# %% grade: test_shout 2
assert shout("hey") == "HEY!"
assert shout("") == "!"

# %% wrong: shout
def shout(text)
    return text.upper() + "!"

# %% wrong: shout
# I do not know

# %% wrong: shout
def scream(text):
    return text.upper() + "!"
