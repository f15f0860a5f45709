"""The judge: it knows notebooks and nbgrader, and nothing of activations.

How a submission flows, file by file:

    assignment.py   what the instructor wrote; submission.py: what lies in submitted/, whatever it is
    rebuild.py      source notebook + the student's answers = the notebook to judge
    bench.py        what is kept warm: zygote.py forks a candidate and an examiner for each submission; spares.py
                    starts the first ones ahead
    candidate.py    runs the student's cells, locked down by sandbox.py
    examiner.py     runs the grade cells in another process; session.py asks the candidate, remote.py has the proxies,
                    and wire.py, framing.py and plays.py say what crosses and how
    verdicts.py     what came out, as plain data
    judge.py        the whole of it as one function: judge(submission, assignment, limits) -> Graded
    judging.py      what a worker does with one submission; pool.py forks the workers and feeds them
    grading.py      a class of them: who is due (fingerprint.py), by what terms (terms.py), and whom to tell
    writer.py       the one writer: autograded/, and through recording.py gradebook.db
"""

__version__ = "0.2.0"
