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
from sqlalchemy import Boolean, and_, bindparam, or_, select, text, update

_assignments, _notebooks, _cells = Assignment.__table__, Notebook.__table__, BaseCell.__table__
_students, _submissions, _submitted = Student.__table__, SubmittedAssignment.__table__, SubmittedNotebook.__table__
_grades, _comments = Grade.__table__, Comment.__table__

BEGIN_WRITING: Final = text("BEGIN IMMEDIATE")
"""In SQLite: takes the write lock before anything is read. Waiting for it later could fail at once, as a deadlock."""

SUBMISSIONS: Final = (
    select(
        _assignments.c.id.label("assignment_id"),
        _assignments.c.duedate,
        _submissions.c.id,
        _submissions.c.timestamp,
        _submissions.c.extension,
        _students.c.id.label("student_id"),
    )
    .select_from(_assignments)
    .outerjoin(_students, _students.c.id.in_(bindparam("students", expanding=True)))
    .outerjoin(
        _submissions,
        and_(_submissions.c.assignment_id == _assignments.c.id, _submissions.c.student_id == _students.c.id),
    )
    .where(_assignments.c.name == bindparam("assignment"))
)
"""If there is an assignment of this name: a row for each student that there is, or one with None for all that there are
not; in it, None for a submission that is not there.
"""

CELLS: Final = (
    select(
        _submissions.c.id.label("submission_id"),
        _submissions.c.student_id,
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
    .select_from(_submissions)
    .join(_notebooks, _notebooks.c.assignment_id == _submissions.c.assignment_id)
    .outerjoin(_cells, _cells.c.notebook_id == _notebooks.c.id)
    .outerjoin(
        _submitted,
        and_(_submitted.c.notebook_id == _notebooks.c.id, _submitted.c.assignment_id == _submissions.c.id),
    )
    .outerjoin(_grades, and_(_grades.c.cell_id == _cells.c.id, _grades.c.notebook_id == _submitted.c.id))
    .outerjoin(_comments, and_(_comments.c.cell_id == _cells.c.id, _comments.c.notebook_id == _submitted.c.id))
    .where(_submissions.c.id.in_(bindparam("submissions", expanding=True)))
)
"""For each of these submissions, a row for each grade, solution and task cell of its assignment, with what is recorded
for it, if anything. A notebook without any has one row all the same, with None for the cell.
"""

SCORES: Final = select(SubmittedNotebook.id, SubmittedNotebook.score).where(
    SubmittedNotebook.id.in_(bindparam("notebooks", expanding=True))
)
"""nbgrader's own sums of submitted notebooks' grades, which are expressions of the model, not a column."""

CHANGED_GRADE: Final = (
    update(_grades)
    .where(_grades.c.id == bindparam("key"))
    .values(
        auto_score=bindparam("auto"),
        needs_manual_grade=or_(_grades.c.manual_score.is_not(None), bindparam("unjudged", type_=Boolean)),
    )
)
"""The database itself looks whether a person has graded the cell: on a server that may be since it was last read."""

CHANGED_COMMENT: Final = (
    update(_comments).where(_comments.c.id == bindparam("key")).values(auto_comment=bindparam("auto"))
)

CHANGED_TIMESTAMP: Final = (
    update(_submissions).where(_submissions.c.id == bindparam("key")).values(timestamp=bindparam("when"))
)

CHANGED_PENALTY: Final = (
    update(_submitted).where(_submitted.c.id == bindparam("key")).values(late_submission_penalty=bindparam("penalty"))
)
