"""All scores as CSV, with the columns and values of `nbgrader export`.

nbgrader's own exporter asks the database some six questions for each student, each of which reads the grades of the
whole class. Here three questions are enough, and they read every grade once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from nbgrader.api import Assignment, Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook
from nbgrader.plugins import ExportPlugin
from sqlalchemy import Select, func, select

from nbjudge.course.students import chosen, odd, unknown
from nbjudge.gradebook.csv_file import write_table
from nbjudge.gradebook.opening import patiently


class ExportError(Exception):
    """There is nothing to export under a name that was asked for; the text says which."""


class FastExport(ExportPlugin):  # type: ignore[misc]  # nbgrader publishes no types
    """The same for `nbgrader export`: ``c.ExportApp.plugin_class = "nbjudge.gradebook.export.FastExport"``."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the file that nbgrader's own exporter writes."""
        names = _Names(tuple(map(str, self.assignment)), tuple(map(str, self.student)))
        _write(Path(self.to or "grades.csv"), _table(gradebook, names))


class _Names(NamedTuple):
    """What to export; empty is all."""

    assignments: tuple[str, ...]
    students: tuple[str, ...]


def names_asked(gradebook: Gradebook, assignments: str | None, students: str | None) -> tuple[list[str], list[str]]:
    """What a command line asks for: names, or lists of names with commas between; see ``course.students.chosen``.

    Raises:
        ExportError: if the gradebook does not know one of them: a name mistyped would otherwise make an empty file,
            which looks like a class without points.
    """
    known = {
        "assignment": [assignment.name for assignment in gradebook.assignments],
        "student": [student.id for student in gradebook.students],
    }
    found = []
    for what, asked in (("assignment", assignments), ("student", students)):
        lacking = unknown(known[what], asked or "")
        if lacking:
            raise ExportError(f"the gradebook has no {what} {', '.join(map(repr, lacking))}; nothing was written")
        found.append(chosen(known[what], asked or "", patterns=False))
    return found[0], found[1]


class _Scores(NamedTuple):
    """What the gradebook has of one submission."""

    timestamp: datetime | None
    score: float
    penalty: float


MISSING = _Scores(None, 0.0, 0.0)


class _Row(NamedTuple):
    """A student and an assignment, of nbgrader's models, and the scores there."""

    assignment: Assignment
    student: Student
    found: _Scores
    max_score: float


COLUMNS: Final[dict[str, Callable[[_Row], Any]]] = {
    "assignment": lambda row: row.assignment.name,
    "duedate": lambda row: row.assignment.duedate,
    "timestamp": lambda row: row.found.timestamp,
    "student_id": lambda row: row.student.id,
    "last_name": lambda row: row.student.last_name,
    "first_name": lambda row: row.student.first_name,
    "email": lambda row: row.student.email,
    "raw_score": lambda row: row.found.score,
    "late_submission_penalty": lambda row: row.found.penalty,
    "score": lambda row: max(0.0, row.found.score - row.found.penalty),
    "max_score": lambda row: row.max_score,
}


def write_scores(gradebook: Gradebook, target: Path, assignments: Sequence[str], students: Sequence[str]) -> int:
    """Write all scores, or those of these assignments and students; returns the number of rows.

    Raises:
        OSError: if the file cannot be written; what was there is then as it was.
        SQLAlchemyError: if the gradebook cannot be read.
    """
    names = _Names(tuple(assignments), tuple(students))
    return _write(target, patiently(lambda: list(_table(gradebook, names))))


def students_of(gradebook: Gradebook, names: Collection[str]) -> list[Student]:
    """These students, or all, in nbgrader's order. One with an odd name is skipped, and told on stderr."""
    names = frozenset(names)
    asked = [student for student in gradebook.students if not names or student.id in names]
    for student in asked:
        trouble = odd(student.id)
        if trouble is not None:
            print(f"nbjudge: skipping {student.id!a} of the gradebook: {trouble}; rename it", file=sys.stderr)
    return [student for student in asked if odd(student.id) is None]


def _table(gradebook: Gradebook, names: _Names) -> Iterator[_Row]:
    """A row for each assignment and student, submitted or not, in nbgrader's order."""
    students = students_of(gradebook, names.students)
    submitted = _submitted(gradebook)
    for assignment in gradebook.assignments:
        if names.assignments and assignment.name not in names.assignments:
            continue
        max_score = assignment.max_score  # a query each time
        for student in students:
            found = submitted.get((assignment.id, student.id), MISSING)
            yield _Row(assignment, student, found, max_score)


def _submitted(gradebook: Gradebook) -> dict[tuple[str, str], _Scores]:
    """Ids of assignment and student to scores, of all that was submitted."""
    notebooks = select(SubmittedNotebook.assignment_id).group_by(SubmittedNotebook.assignment_id)
    graded = notebooks.join(Grade, Grade.notebook_id == SubmittedNotebook.id)
    # nbgrader's own sums: of the grades one by one, so that not even the last digit differs
    scores = _pairs(gradebook, graded.add_columns(func.sum(Grade.score)))
    penalties = _pairs(gradebook, notebooks.add_columns(func.sum(SubmittedNotebook.late_submission_penalty)))
    submission = SubmittedAssignment
    columns = select(submission.id, submission.assignment_id, submission.student_id, submission.timestamp)
    return {
        (row.assignment_id, row.student_id): _Scores(row.timestamp, scores.get(row.id, 0.0), penalties.get(row.id, 0.0))
        for row in gradebook.db.execute(columns)
    }


def _pairs(gradebook: Gradebook, query: Select[*tuple[Any, ...]]) -> dict[str, float]:
    """Id of the submission to a sum, where there is anything to add up."""
    return {submission: total for submission, total in gradebook.db.execute(query) if total is not None}


def _write(target: Path, table: Iterable[_Row]) -> int:
    return write_table(target, list(COLUMNS), ([column(row) for column in COLUMNS.values()] for row in table))
