"""What a page tells of a graded notebook: points first, then what went wrong, each mistake once.

preprocessors.py  the notebook made ready, for its student and for formgrader
open_tests.py     the notebook without what hidden tests came to, for pages before the due date
overview.py       all that comes first, for the templates
index.py          points by class and aspect, or by grade cell
causes.py         verdicts that failed for one reason, together
curve.py          a picture of a wrong function beside the right one
"""
