"""The verbs of `nbjudge db`, on a gradebook as a whole.

copy.py    copy it into another database
"""
