"""The judge: grades any nbgrader course. One submission's way through it:

notebooks/   source + the student's answers = the notebook to judge
processes/   warm processes that fork a candidate and an examiner for each submission
cluster/     the same on other machines, by Dask
candidate/   runs the student's cells, locked in by sandbox/
examiner/    runs the grade cells, and asks the candidate over wire/
judge.py     the whole of that: judge(submission, assignment, limits) -> Graded, made of verdicts.py
grading/     a class of them, into autograded/ and, through gradebook/, into the database
feedback/    pages for students; report/: a page on the class
quality/     how good the tests are
lms/         learning management systems: submissions in, grades and feedback out
doors/       ways in and out besides the exchange folder: one file, Gradescope; and watching that folder

cli.py, commands/     nbjudge VERB; what verbs share at the terminal: console/
nbgrader_plugin.py    the one line in nbgrader_config.py
course/               the course on disk
limits.py             what one submission may use; scores.py: what came of a class; digest.py: of this very code
stands.py             where a grade cell is judged, apart or beside; outputs.py: what cells put out, made valid
diagnosis.py          the mistake behind a wrong answer, which a test may attach to what it raises
alarm.py: a time limit on a block of code; temporary.py: a temporary folder
"""

__version__ = "0.2.0"
