"""The process that runs the tests. Verdicts are made and kept here; the student's code is in the candidate.

process.py       what a zygote prepares, and what a forked child does: one exam
exam.py          a notebook from top to bottom: given cells natively, grade cells against the candidate
names.py         which names of a grade cell are the examiner's own, and which the student's
grade_cells.py   what a grade cell tests, and running that
beside.py        grade cells that cannot be judged apart, run in a candidate
replacement.py   one candidate after another, when one has hung or died, and how long that is borne with
troubles.py      the student's cells that did not end well, and what a test misses for that
session.py       the conversation with one candidate, of which nothing is trusted
told.py          errors and warnings of the candidate, made into ones that can be raised here
questions.py     what tests may ask of the student's objects
objects.py       what of either side the other has only a number of
proxies.py       the student's objects and classes, as tests see them
"""
