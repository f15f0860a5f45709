# State in the student's global names, over several calls and cells.
# stand: test_ticket apart
# stand: test_ticket_later apart

# %% solution: ticket
issued = []


def ticket():
    ### BEGIN SOLUTION
    issued.append(len(issued) + 1)
    return issued[-1]
    ### END SOLUTION

# %% grade: test_ticket 1
assert [ticket(), ticket()] == [1, 2]
assert issued == [1, 2]

# %% grade: test_ticket_later 1
assert ticket() == 3
assert len(issued) == 3

# %% wrong: ticket
issued = []


def ticket():
    return 1
