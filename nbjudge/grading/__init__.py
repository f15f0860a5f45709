"""A class: who is due, by what terms, judged by a pool of workers, written by one process.

grader.py        the whole of it, for one assignment
terms.py         by what all submissions are judged, as the source has it; refused where it makes no sense
changes.py       the same by the gradebook, and what to do if the instructor changed the source since the release
trial.py         where each grade cell is judged, tried with solution and release
stands_file.py   the trials that are kept under the course's root
checking.py      an assignment checked before anybody is graded by it
faults.py        what is wrong with it, and what to do
markup.py        how the course marks solutions and hidden tests
task.py          what a worker does with one submission
handed_in.py     what was handed in besides the notebooks
fingerprint.py   whether a graded notebook is up to date
what_if/         what grading again would change
autograded.py    the files of autograded/, and in which order they are written
"""
