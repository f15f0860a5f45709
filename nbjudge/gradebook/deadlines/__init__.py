"""When work of a single student is due, and what lateness costs.

extensions.py    more time for a student, in nbgrader's own table
late_days.py     a plug-in for nbgrader: so many days are free, then so much a day
"""
