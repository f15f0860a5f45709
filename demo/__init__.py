"""`make demo`: a course in a minute, with the real commands. Start reading at ``__main__.py``."""
