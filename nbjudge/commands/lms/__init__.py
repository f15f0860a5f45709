"""What the verbs export and feedback do for learning management systems.

into.py      `nbjudge export --into`: a column of a system's own grade file
packing.py   `nbjudge feedback --zip`: pages in a zip that a system takes back
"""
