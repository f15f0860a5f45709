"""Mutants: the instructor's solution with one slip, as a student might make it.

mutants.py       all of a notebook's
expressions.py   slips in expressions; statements.py: in statements
concerned.py     the part of a notebook that decides on the mutants of one cell
"""
