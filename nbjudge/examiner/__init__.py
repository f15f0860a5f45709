"""The process that runs the tests. Verdicts are made and kept here; the student's code is in the candidate.

process.py       what a zygote prepares, and what a forked child does: one exam
exam.py          a notebook from top to bottom: given cells natively, grade cells against the candidate
background.py    what is known of the source before any submission
names.py         which names of a grade cell are the examiner's own, and which the student's
grade_cells.py   what a grade cell tests
running.py       one test run, and its verdict
settling.py      the final result, of apart and beside
copies.py        which grade cells may show that values have crossed, and are judged beside as well
beside.py        grade cells that cannot be judged apart, run in a candidate
replacement.py   one candidate after another, when one has hung or died, and catching up
patience.py      how long a test may take after others have hung, and whether it is run
conversation/    with one candidate, of which nothing is trusted
troubles.py      the student's cells that did not end well, and what a test misses for that
"""
