"""The instructor's and the student's notebooks, and the one to be judged. Pure: nothing here runs student code.

metadata.py     nbgrader's and Jupyter's metadata, ids and languages, read as they read them
cells.py        what a cell is for, and its text as plain Python
regions.py      BEGIN SOLUTION to END SOLUTION, and the like: the one parser of them; what students get
source.py       the instructor's notebook, checked and taken apart
assignment.py   all that the judge needs of a notebook, as plain data; which code draws
own_modules.py  the instructor's modules that grade cells import, as part of that
names.py        which names the source's cells bind, use and import
preloading.py   which modules zygotes load once
submitted/      what students hand in, read as data
matching.py     which cell of the source a student's cell stands for
notes.py        what was odd, in words that blame nobody for what the instructor changed
rebuild.py      source + the student's answers = the notebook to judge
graded.py       what came of that, read back
"""
