"""A page that shows the class: what came of an assignment, what was not understood, and who should be looked at.

policy.py       from how many students on what is said, and how much of it
reading.py      what grading left of a class, student by student
anonymity.py    what stands in place of names
gathering.py    the class added up, student by student; the notebooks are let go
items.py        one test over the class, and what is to be looked at about it
causes.py       the mistakes behind wrong answers, over the class
statistics.py   quartiles, histograms, correlation
times.py        when was handed in
alike/          answers that are more alike than chance would have them
document.py     all numbers of the page as data: the page and `--json` are made of it
charts.py       small pictures of numbers, as SVG
page.py         the page, from templates/, which are data
rows.py         the rows of `--csv`
"""
