"""What students hand in, read as data.

submission.py   a submission's files, read from disk whatever they are
skimming.py     reading past what is not used of a file: outputs
student.py      a student's notebook, read out of any bytes whatever, and the pictures pasted into it
"""
