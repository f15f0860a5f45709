"""Ways in and out besides the exchange folder: one submission by itself, for a program, for another's grader.

handed.py          what was handed in: a notebook, a folder, standard input
one_submission.py  judged by itself, as values
told.py            how much of it is told
text.py            that for people
document.py        all of it for programs
gradescope.py      Gradescope's results.json
bundle.py          what Gradescope needs to grade an assignment: a zip, from templates/
wheel.py           in it, the judge as it is installed
"""
