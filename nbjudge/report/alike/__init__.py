"""Answers that are more alike than chance would have them: a list to look at, and no proof of anything.

tokens.py      a student's code as a row of symbols: names are one symbol, comments stand apart
fragments.py   what of an answer is its own: not of the release, and not of many
pairs.py       which two answers share what is their own, ranked
sides.py       two answers side by side, with the lines that they share
folder.py      all answers as files, for JPlag, MOSS and Dolos
"""
