"""The conversation with one candidate, of which nothing is trusted.

session.py     what is asked, of cells, names, objects and their calls
exchange.py    one question and its answer: bytes, deadlines, and what else an answer brings
told.py        errors and warnings of the candidate, made into ones that can be raised here
questions.py   what tests may ask of the student's objects
proxies.py     the student's objects and classes, as tests see them
objects.py     what of either side the other has only a number of
"""
