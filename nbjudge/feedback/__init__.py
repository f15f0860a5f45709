"""Pages for students, with nothing secret in them: which are due, what goes into them, and making them fast.

pages.py          the pages of a class: which are due, and having them made
stamp.py          on each page, a digest of all that shaped it
page_writer.py    what a worker does with one page
exporter.py       nbconvert's HTML exporter, with cells remembered
kept.py           a memory for that
tidy.py           HTML as nbconvert leaves it, piece by piece
grades.py         points and comments put into a notebook
keep_secrets.py   hidden tests taken out
telling/          what a page tells, of points and of mistakes
templates/        how it looks: Jinja templates of feedback pages, and of what formgrader's page gains
harmless/         what students wrote as harmless HTML, in bounded time; in formgrader as well
"""
