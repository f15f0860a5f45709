"""Grade files: what teachers download of a system's gradebook, fill in and upload again.

table.py         delimited text of which every byte is kept
layout.py        what all have in common: rows that are people, columns that are grades
recognising.py   which system one is of
canvas.py, moodle.py, brightspace.py, blackboard.py   how each writes them
dates.py         times as Moodle writes them for people
filling.py       one column filled
"""
