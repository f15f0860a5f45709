"""A whole gradebook into another database, SQLite or PostgreSQL, either way.

ends.py    the two databases: a gradebook as it is at one moment, and an empty one, which gets all or nothing
rows.py    the tables and their rows: copied, and checked row by row
"""
