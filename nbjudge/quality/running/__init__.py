"""Answers run side by side with the solution, to see whether they do the same.

calls.py        what grade cells do with an answer, recorded while they run; ways.py: how a call is written
asking.py       scripts made of that, and of more of the same kind; writing.py: calls as scripts
likes.py        other values of the same kinds
reading.py      what the text of a solution says of it
carrying.py     values carried from one notebook's namespace into another's
runs.py         a notebook's namespace, and scripts run in it
differences.py  how far apart two values are
"""
