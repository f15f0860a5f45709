"""nbgrader's database: opened with patience, read, written in one transaction a submission, exported.

opening.py     only a gradebook that this nbgrader can use, and with patience while another writes it
recording.py   one submission's scores
changes.py     the rows that should be there, against those that are
queries.py     what is asked, and put together once
indexes.py     indexes that nbgrader's tables lack
grades.py      what it says of submitted notebooks, for many students at once
export.py      all scores as CSV
"""
