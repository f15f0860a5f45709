"""Which students' cells wait for a person to grade them."""

from __future__ import annotations

from nbgrader.api import Assignment, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import func, select


def waiting(gradebook: Gradebook, assignment: str) -> dict[str, int]:
    """Student to the number of cells of an assignment that wait for a person; only those that have some.

    Raises:
        SQLAlchemyError: if the gradebook cannot be read.
    """
    counts = (
        select(SubmittedAssignment.student_id, func.count())
        .select_from(Grade)
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .where(Assignment.name == assignment, Grade.needs_manual_grade)
        .group_by(SubmittedAssignment.student_id)
    )
    return dict(map(tuple, gradebook.db.execute(counts)))
