"""Ways in and out besides the exchange folder: one submission by itself, for a program, for another's grader.

handed.py          what was handed in: a notebook, a folder, standard input
one_submission.py  judged by itself, as values
told.py            how much of it is told
text.py            that for people
document.py        all of it for programs
gradescope.py      Gradescope's results.json
watching.py        the exchange, watched: collected, graded, handed back
inbox.py           what has come to it, and nbgrader's own ways of collecting and releasing
copying.py         what a student laid there, copied: plain files alone
ledger.py          what a watch must not forget
bundle.py          what Gradescope needs to grade an assignment: a zip, from templates/
wheel.py           in it, the judge as it is installed
"""
