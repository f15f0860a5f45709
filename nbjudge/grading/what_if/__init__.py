"""What grading again would change, with nothing written.

judging.py    a class judged, and nothing kept
gains.py      who gains or loses, and in which cells: what was judged now against the gradebook
"""
