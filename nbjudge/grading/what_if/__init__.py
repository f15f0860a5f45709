"""What grading again would change, with nothing written.

gains.py    who gains or loses, and in which cells: what was judged now against the gradebook
"""
