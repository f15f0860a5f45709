"""Exceptions that NumPy and Python word badly, in words that help.

meaning.py      of_exception, which asks the two tables in turn
python.py       what Python raises: names, calls, types
arrays.py       what NumPy raises: shapes, masks, types of numbers
"""
