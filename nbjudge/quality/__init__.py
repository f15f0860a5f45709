"""How good an assignment's tests are: mutants of its solution, answers of known worth, and a card of what came out.

plan.py          what a self-check asks, and with which limits
run.py           asks it, and fills in the card
solution.py      the solution, which has to earn all points first
corpus.py        answers of known worth, read from a course's files
trials.py        answers through the judge, in a pool
mutation/        the solution with one slip
diagnosing.py    whether wrong answers are told their mistake
survivors.py     mutants that no test caught, compared with the solution
equivalence.py   whether two answers do the same
running/         running them side by side
drivers.py       what is done with an answer to see what it does
suggestions.py   a test that would have caught a survivor
card.py          the card as data; card_text.py: as Markdown and on a terminal
"""
