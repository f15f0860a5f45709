"""Small notebooks as instructors write them, one construct each, against what stock nbgrader gives.

cases/          a notebook each, with answers to it; README.md there says how they are written
reading.py      reads them
grouping.py     makes assignments of them, several cases in one notebook
recording.py    has stock nbgrader grade them; `python -m tests.nbjudge.any_notebook.recording` writes expected.json
expected.json   what came out
"""
