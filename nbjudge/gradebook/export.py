"""All scores as CSV, with the columns and values of `nbgrader export`.

nbgrader's own exporter asks the database some six questions for each student, each of which reads the grades of the
whole class. Here three questions are enough, and they read every grade once.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from nbgrader.api import Assignment, Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook
from nbgrader.plugins import ExportPlugin
from sqlalchemy import Select, func, select

from nbjudge.course.files import write_whole
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
        ExportError: if the gradebook does not know one of them. Nothing is written then.
        OSError: if the file cannot be written; what was there is then as it was.
        SQLAlchemyError: if the gradebook cannot be read.
    """
    names = _Names(tuple(assignments), tuple(students))
    patiently(lambda: _refuse_unknown(gradebook, names))
    return _write(target, patiently(lambda: list(_table(gradebook, names))))


def _refuse_unknown(gradebook: Gradebook, names: _Names) -> None:
    """A name mistyped would otherwise make an empty file, which looks like a class without points."""
    known = {"assignment": {a.name for a in gradebook.assignments}, "student": {s.id for s in gradebook.students}}
    for what, asked in (("assignment", names.assignments), ("student", names.students)):
        unknown = [name for name in asked if name not in known[what]]
        if unknown:
            raise ExportError(f"the gradebook has no {what} {', '.join(map(repr, unknown))}; nothing was written")


def _table(gradebook: Gradebook, names: _Names) -> Iterator[_Row]:
    """A row for each assignment and student, submitted or not, in nbgrader's order."""
    students = [s for s in gradebook.students if not names.students or s.id in names.students]
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
    """Write the file, all or nothing; returns the number of rows.

    nbgrader's exporter never quotes. Here a name with a comma in it is quoted, and stays in its column.

    Raises:
        OSError: if it cannot be written; what was there is then as it was.
    """
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(COLUMNS)
    rows = [[_text(column(row)) for column in COLUMNS.values()] for row in table]
    lines.writerows(rows)
    if target.exists() and not target.is_file():  # such as /dev/stdout, which must not be replaced
        target.write_text(text.getvalue(), encoding="utf-8")
        return len(rows)
    write_whole(target.resolve(), text.getvalue())  # of a link, what it leads to is replaced
    return len(rows)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
