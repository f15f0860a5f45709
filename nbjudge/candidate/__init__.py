"""The process that runs the student's code. It holds no test, no answer, no grade and no other submission.

process.py      what a zygote prepares, and what a forked child does: close the sandbox, answer questions
agent.py        answers one question of the examiner's at a time
cells.py        runs cells, one after the other in one namespace
shell.py        IPython's shell, one statement at a time
kept.py         what a cell shows, kept as outputs
statements.py   what became of a cell's statements
refusals.py     what grading refuses to a statement, which is then skipped
stand_ins.py    what stands in for what the sandbox has not: a shell, an event loop
calls.py        scripts of calls on one object, and an exception as data
warmup.py       runs all of that a few times in the zygote
"""
