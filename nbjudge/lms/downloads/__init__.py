"""Submissions from a zip that Canvas or Moodle packed.

entries.py      what an entry's name says: a student's name and number, and what the file was called
owners.py       whose that is
archive.py      zips read so that nothing in them can do harm
unpacking.py    what one student handed in, unpacked
choosing.py     which of these files is which notebook
writing.py      into submitted/, a student's folder whole or not at all
collecting.py   the whole of it
"""
