"""What the recorder asks the gradebook, and how it adds to it.

Each statement is put together once, and of nbgrader's tables where it can be, not of its models: for SQLAlchemy,
either is more work than the answer.
"""

from __future__ import annotations

from typing import Final

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import and_, bindparam, select, text

_assignments, _notebooks, _cells = Assignment.__table__, Notebook.__table__, BaseCell.__table__
_students, _submissions, _submitted = Student.__table__, SubmittedAssignment.__table__, SubmittedNotebook.__table__
_grades, _comments = Grade.__table__, Comment.__table__

BEGIN_WRITING: Final = text("BEGIN IMMEDIATE")
"""In SQLite: takes the write lock before anything is read. Waiting for it later could fail at once, as a deadlock."""

SUBMISSION: Final = (
    select(
        _assignments.c.id.label("assignment_id"),
        _assignments.c.duedate,
        _submissions.c.id,
        _submissions.c.timestamp,
        _submissions.c.extension,
        _students.c.id.label("student_id"),
    )
    .select_from(_assignments)
    .outerjoin(_students, _students.c.id == bindparam("student"))
    .outerjoin(
        _submissions,
        and_(_submissions.c.assignment_id == _assignments.c.id, _submissions.c.student_id == bindparam("student")),
    )
    .where(_assignments.c.name == bindparam("assignment"))
)
"""A row if there is an assignment of this name; in it, None for a student or a submission that is not there."""

CELLS: Final = (
    select(
        _notebooks.c.id.label("notebook_id"),
        _notebooks.c.name.label("notebook"),
        _submitted.c.id.label("submitted_id"),
        _submitted.c.late_submission_penalty,
        _cells.c.id.label("cell_id"),
        _cells.c.name,
        _cells.c.type,
        _grades.c.id.label("grade_id"),
        _grades.c.auto_score,
        _grades.c.manual_score,
        _grades.c.needs_manual_grade,
        _comments.c.id.label("comment_id"),
        _comments.c.auto_comment,
    )
    .select_from(_notebooks)
    .outerjoin(_cells, _cells.c.notebook_id == _notebooks.c.id)
    .outerjoin(
        _submitted,
        and_(_submitted.c.notebook_id == _notebooks.c.id, _submitted.c.assignment_id == bindparam("submission")),
    )
    .outerjoin(_grades, and_(_grades.c.cell_id == _cells.c.id, _grades.c.notebook_id == _submitted.c.id))
    .outerjoin(_comments, and_(_comments.c.cell_id == _cells.c.id, _comments.c.notebook_id == _submitted.c.id))
    .where(_notebooks.c.assignment_id == bindparam("assignment"))
)
"""A row for each grade, solution and task cell of an assignment, with what is recorded for a submission of it, if
anything. A notebook without any has one row all the same, with None for the cell.
"""

SCORE: Final = select(SubmittedNotebook.score).where(SubmittedNotebook.id == bindparam("notebook"))
"""nbgrader's own sum of a submitted notebook's grades, which is an expression of the model, not a column."""
