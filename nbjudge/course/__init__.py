"""The course on disk: what is read of it and what is written into it, by whichever verb.

opening.py              where it lies, what its configuration says, which assignment is meant
settings.py             the judge's settings in that configuration
nbgraders_settings.py   nbgrader's own, and what the judge makes of each
students.py             whose folders a pattern asks for
files.py                files that are there whole or not at all
lock.py                 one grader at a time
errors.py               what can go wrong that the instructor can mend, in words
two_lines.py            the lines of a configuration that make nbgrader grade with the judge
new_assignment.py       a small, complete assignment, from templates/, which are data
left_alone.py           reading a configuration without nbgrader's own grading being replaced
formgrader_button.py    formgrader's button, which has a process of its own grade
lean_nbgrader.py        importing nbgrader without what no verb uses
"""
