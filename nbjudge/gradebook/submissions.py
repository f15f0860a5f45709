"""What the gradebook says of an assignment's submissions: when, whose, and the points of each cell, by hand or not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import func, select


@dataclass(frozen=True, slots=True)
class CellPoints:
    """Of one cell: what the tests gave, what a person did, and what counts. ``waits``: a person is to look."""

    auto: float | None
    manual: float | None
    extra: float | None
    score: float
    waits: bool


@dataclass(slots=True)
class Submitted:
    """One submission.

    Attributes:
        timestamp: when it was handed in, UTC without tzinfo; None if that is not known.
        overdue: seconds after the student's own deadline, negative before; None if either is not known.
        penalty: points that are taken off.
        cells: (notebook, grade_id) to points, of all cells with points.
    """

    last_name: str
    first_name: str
    timestamp: datetime | None
    overdue: float | None
    penalty: float = 0.0
    cells: dict[tuple[str, str], CellPoints] = field(default_factory=dict)

    @property
    def points(self) -> float:
        """What counts in the end, as nbgrader adds it up."""
        return max(0.0, sum(cell.score for cell in self.cells.values()) - self.penalty)

    @property
    def extra(self) -> float:
        """How much of it is extra credit."""
        return sum(cell.extra or 0.0 for cell in self.cells.values())


def read_submissions(gradebook: Gradebook, assignment: str, students: Collection[str]) -> dict[str, Submitted]:
    """What the gradebook has of these students' submissions, as far as it knows them. Three queries.

    Raises:
        SQLAlchemyError: if it cannot be read.
    """
    asked = (Assignment.name == assignment, SubmittedAssignment.student_id.in_(students))
    found = dict(_handed_in(gradebook, asked))
    taken_off = (
        select(SubmittedAssignment.student_id, func.sum(SubmittedNotebook.late_submission_penalty))
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .where(*asked)
        .group_by(SubmittedAssignment.student_id)
    )
    for student, penalty in gradebook.db.execute(taken_off):
        found[student].penalty = penalty or 0.0
    points = (
        select(
            SubmittedAssignment.student_id, Notebook.name, BaseCell.name,
            Grade.auto_score, Grade.manual_score, Grade.extra_credit, Grade.score, Grade.needs_manual_grade,
        )
        .select_from(Grade)
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .where(*asked)
    )  # fmt: skip
    for student, notebook, cell, *numbers in gradebook.db.execute(points):
        found[student].cells[notebook, cell] = CellPoints(*numbers)
    return found


def _handed_in(gradebook: Gradebook, asked: Iterable[Any]) -> Iterator[tuple[str, Submitted]]:
    """Whose submissions there are, and when they came; ``asked``: conditions."""
    columns = (
        select(
            SubmittedAssignment.student_id, Student.last_name, Student.first_name,
            SubmittedAssignment.timestamp, SubmittedAssignment.extension, Assignment.duedate,
        )
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(Student, Student.id == SubmittedAssignment.student_id)
        .where(*asked)
    )  # fmt: skip
    for student, last, first, when, extension, due in gradebook.db.execute(columns):
        overdue = None
        if when is not None and due is not None:
            overdue = (when - due - (extension or timedelta())).total_seconds()
        yield student, Submitted(last or "", first or "", when, overdue)


def enrolled(gradebook: Gradebook) -> list[tuple[str, str, str]]:
    """Id, last and first name of each student that the gradebook knows; names may be empty.

    Raises:
        SQLAlchemyError: if it cannot be read.
    """
    found = gradebook.db.execute(select(Student.id, Student.last_name, Student.first_name))
    return [(student, last or "", first or "") for student, last, first in found]
