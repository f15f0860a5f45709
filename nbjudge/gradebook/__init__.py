"""nbgrader's database: opened with patience, read, written in one transaction a submission, exported.

opening.py     only a gradebook that this nbgrader can use, and with patience while another writes it
recording.py   one submission's scores
changes.py     the rows that should be there, against those that are
queries.py     what is asked, and put together once
indexes.py     indexes that nbgrader's tables lack
assignments.py    what it knows of an assignment
grades.py      what it says of submitted notebooks, for many students at once
submissions.py    what it says of an assignment's submissions, cell by cell
export.py      all scores as CSV
export_cells.py    a row for each student and grade cell
csv_file.py    such a file, with nothing in it that a spreadsheet would run
deadlines/     when a single student's work is due, and what lateness costs
copying/       all of it into another database
waiting.py     which cells wait for a person
"""
