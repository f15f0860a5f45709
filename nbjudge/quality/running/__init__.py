"""Answers run side by side with the solution, to see whether they do the same.

calls.py        what grade cells do with an answer, recorded while they run
asking.py       scripts made of that, and of more of the same kind
likes.py        other values of the same kinds
carrying.py     values carried from one notebook's namespace into another's
runs.py         a notebook's namespace, and scripts run in it
differences.py  how far apart two values are
"""
