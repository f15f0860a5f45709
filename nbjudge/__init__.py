"""The judge: it knows notebooks and nbgrader, and nothing of activations.

How a submission flows, file by file:

    submission.py   reads what lies in submitted/, whatever it is
    rebuild.py      source notebook + the student's answers = the notebook to judge
    zygote.py       warm processes that fork a candidate and an examiner for each submission
    candidate.py    runs the student's cells, locked down by sandbox.py
    examiner.py     runs the grade cells in another process, and asks the candidate through remote.py and wire.py
    verdicts.py     what came out, as plain data
    judge.py        the whole of it as one function: judge(submission, assignment, limits) -> Graded
    writer.py       one writer: autograded/ and gradebook.db
"""

__version__ = "0.2.0"
