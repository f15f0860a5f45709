# A global name of a given cell that the student's function counts up.
# stand: test_visit beside, a given name that answer and test share

# %% locked
visits = 0

# %% solution: visit
def visit():
    ### BEGIN SOLUTION
    global visits
    visits += 1
    ### END SOLUTION

# %% grade: test_visit 1
visits = 10
visit()
visit()
assert visits == 12

# %% wrong: visit
def visit():
    visits = 12
