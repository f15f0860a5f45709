"""The process that runs the student's code. It holds no test, no answer, no grade and no other submission.

process.py   what a zygote prepares, and what a forked child does: close the sandbox, answer questions
agent.py     answers one question of the examiner's at a time
shell.py     runs cells in IPython's shell, with their outputs kept
calls.py     scripts of calls on one object, and an exception as data
warmup.py    runs all of that a few times in the zygote
"""
