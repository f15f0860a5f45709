"""What verbs share at the terminal.

grading_run.py  grading a class: progress meanwhile, and what came of it
tables.py       what grading came to, for people and for machines
what_if.py      what grading again would change, likewise
printable.py    text of students on a terminal
progress.py     how far a verb is
exit_codes.py   what each says
stopping.py     SIGTERM as an exception
"""
