"""Learning management systems: submissions in, grades and feedback out.

policy.py          how much is read of what came from one
names.py           people's names and logins, compared
people.py          who is who: a system's people, and the course's students
kept.py            what was collected from a download, and as whose
downloads/         submissions: a zip that a system packed, into submitted/
points.py          the points of a class as they go out
gradefiles/        grades: one column of the teacher's own download, filled
feedback_zip.py    feedback: pages in a zip that a system takes back
"""
