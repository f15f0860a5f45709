"""The verb `nbjudge export`: all scores as CSV, with the columns and values of `nbgrader export`.

nbgrader's own exporter asks the database some six questions for each student, each of which reads the grades of the
whole class. Here three questions are enough, and they read every grade once.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.api import Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.plugins import ExportPlugin
from sqlalchemy import Select, func, select
from sqlalchemy.exc import SQLAlchemyError
from traitlets import TraitError

from nbjudge.cli import EXIT_OK, EXIT_TROUBLE
from nbjudge.course import CourseError, open_whole_course
from nbjudge.gradebook import open_gradebook, patiently
from nbjudge.trouble import GradingError, explained

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)


class ExportError(Exception):
    """There is nothing to export under a name that was asked for; the text says which."""


class FastExport(ExportPlugin):  # type: ignore[misc]  # nbgrader publishes no types
    """The same for `nbgrader export`: ``c.ExportApp.plugin_class = "nbjudge.export.FastExport"``."""

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


def main(options: argparse.Namespace) -> int:
    """Write the file ``options.to``. Returns the exit code."""
    target = options.to.absolute()  # opening the course changes the folder
    names = _Names(_split(options.assignment), _split(options.student))
    try:
        app = open_whole_course()
        with open_gradebook(app.coursedir, writable=False) as gradebook:
            patiently(lambda: _refuse_unknown(gradebook, names))
            rows = _write(target, patiently(lambda: list(_table(gradebook, names))))
    except (CourseError, GradingError, ExportError, TraitError) as error:
        print(f"nbjudge: {error}", file=sys.stderr)
        return EXIT_TROUBLE
    except SQLAlchemyError as error:
        print(f"nbjudge: {explained(error)}", file=sys.stderr)
        return EXIT_TROUBLE
    except OSError as error:
        print(f"nbjudge: {target} cannot be written: {error.strerror}", file=sys.stderr)
        return EXIT_TROUBLE
    print(f"{rows} {'row' if rows == 1 else 'rows'} written to {options.to}")
    return EXIT_OK


def _split(names: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (names or "").split(",") if name.strip())


def _refuse_unknown(gradebook: Gradebook, names: _Names) -> None:
    """A name mistyped would otherwise make an empty file, which looks like a class without points."""
    known = {"assignment": {a.name for a in gradebook.assignments}, "student": {s.id for s in gradebook.students}}
    for what, asked in (("assignment", names.assignments), ("student", names.students)):
        unknown = [name for name in asked if name not in known[what]]
        if unknown:
            raise ExportError(f"the gradebook has no {what} {', '.join(map(repr, unknown))}; nothing was written")


def _table(gradebook: Gradebook, names: _Names) -> Iterator[tuple[Any, ...]]:
    """A row for each assignment and student, submitted or not, in nbgrader's order."""
    students = [s for s in gradebook.students if not names.students or s.id in names.students]
    submitted = _submitted(gradebook)
    for assignment in gradebook.assignments:
        if names.assignments and assignment.name not in names.assignments:
            continue
        for student in students:
            found = submitted.get((assignment.id, student.id), MISSING)
            who = (student.id, student.last_name, student.first_name, student.email)
            points = (found.score, found.penalty, max(0.0, found.score - found.penalty), assignment.max_score)
            yield (assignment.name, assignment.duedate, found.timestamp, *who, *points)


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


def _write(target: Path, table: Iterable[tuple[Any, ...]]) -> int:
    """Write the file, all or nothing; returns the number of rows.

    nbgrader's exporter never quotes. Here a name with a comma in it is quoted, and stays in its column.

    Raises:
        OSError: if it cannot be written; what was there is then as it was.
    """
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(COLUMNS)
    rows = [["" if value is None else str(value) for value in row] for row in table]
    lines.writerows(rows)
    if target.exists() and not target.is_file():  # such as /dev/stdout, which must not be replaced
        target.write_text(text.getvalue(), encoding="utf-8")
        return len(rows)
    target = target.resolve()  # of a link, what it leads to is replaced
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(text.getvalue(), encoding="utf-8")
        temporary.replace(target)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return len(rows)
