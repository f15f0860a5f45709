"""What students wrote as harmless HTML, made in bounded time: in feedback pages and in formgrader.

policy.py      what is allowed and how much of it, as plain data
allowance.py   what is left of that on one page: text is formatted within it, or shown plain
sanitizer.py   HTML reduced to what is allowed
markdown.py    Markdown as HTML, the student's and the instructor's
formulas.py    formulas as MathML
filters.py     the filters of nbconvert's and nbgrader's templates through which students' text goes
preparing.py   the notebook made ready for these templates, whoever graded it
"""
