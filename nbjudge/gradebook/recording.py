"""Verdicts into the gradebook: one submission, one transaction, into the tables of nbgrader's models.

nbgrader's own way (`update_or_create_submission`, then a query for each cell and a commit after each) takes a tenth of
a second. Here two queries read all that the gradebook has of a submission, and only what differs is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from nbgrader.api import (
    Assignment,
    Gradebook,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from nbgrader.utils import parse_utc
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from nbjudge.gradebook.changes import Writes
from nbjudge.gradebook.queries import BEGIN_WRITING, CELLS, SCORE, SUBMISSION
from nbjudge.scores import NotebookScores

LatePenalty = Callable[[str, float, float], float | None]
"""student, score, seconds late -> penalty; nbgrader's `LateSubmissionPlugin.late_submission_penalty`."""


def record(
    gradebook: Gradebook,
    assignment: str,
    student: str,
    timestamp: datetime | None,
    graded: Mapping[str, NotebookScores],
    late_penalty: LatePenalty,
) -> None:
    """Write one submission's scores, all or nothing.

    What a person entered (manual scores, extra credit, comments) stays.

    Call it with nothing pending in the gradebook's session.

    Args:
        timestamp: when it was submitted, UTC; None leaves what the gradebook has.
        graded: notebook name to scores, for every notebook of the assignment.

    Raises:
        MissingEntry: if the gradebook has no such assignment.
        SQLAlchemyError: if it cannot be written; it is then as it was, and the session can be used on.
    """
    session: Session = gradebook.db()
    try:
        if gradebook.engine.dialect.name == "sqlite":
            session.execute(BEGIN_WRITING)
        _record(session, assignment, student, parse_utc(timestamp), graded, late_penalty)
        session.commit()
    except BaseException:
        session.rollback()
        raise


def recorded(gradebook: Gradebook, assignment: str) -> frozenset[str]:
    """The students of whose submission the gradebook knows: it may be younger than the graded notebooks."""
    known = (
        select(SubmittedAssignment.student_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .where(Assignment.name == assignment)
    )
    try:
        return frozenset(gradebook.db.scalars(known))
    finally:
        gradebook.db.rollback()  # ends the transaction that PostgreSQL began for reading


def _record(
    session: Session,
    assignment: str,
    student: str,
    timestamp: datetime | None,
    graded: Mapping[str, NotebookScores],
    late_penalty: LatePenalty,
) -> None:
    submission = _submission(session, assignment, student, timestamp)
    writes = Writes(submission.id)
    for row in session.execute(CELLS, {"submission": submission.id, "assignment": submission.assignment_id}):
        writes.cell(row, graded[row.notebook])
    writes.carry_out(session)
    penalties = []
    for notebook_id, before in writes.notebooks.values():
        penalty = _penalty(session, notebook_id, student, submission.seconds_late, late_penalty)
        if penalty != before:
            penalties.append({"id": notebook_id, "late_submission_penalty": penalty})
    if penalties:
        session.execute(update(SubmittedNotebook), penalties)


# ------------------------------------------------------------ what the gradebook has


@dataclass(frozen=True)
class _Submission:
    id: str
    assignment_id: str
    seconds_late: float


def _submission(session: Session, assignment: str, student: str, timestamp: datetime | None) -> _Submission:
    """The student's submission, made if it is new, with this timestamp."""
    row = session.execute(SUBMISSION, {"assignment": assignment, "student": student}).one_or_none()
    if row is None:
        raise MissingEntry(f"No such assignment: {assignment}")
    if row.student_id is None:
        session.execute(insert(Student.__table__), [{"id": student}])
    when = timestamp or row.timestamp
    found = row.id or new_uuid()
    if row.id is None:
        new = {"id": found, "assignment_id": row.assignment_id, "student_id": student, "timestamp": when}
        session.execute(insert(SubmittedAssignment.__table__), [new])
    elif when != row.timestamp:
        session.execute(update(SubmittedAssignment), [{"id": found, "timestamp": when}])
    return _Submission(found, row.assignment_id, _seconds_late(when, row.duedate, row.extension))


def _seconds_late(timestamp: datetime | None, duedate: datetime | None, extension: timedelta | None) -> float:
    """nbgrader's `SubmittedAssignment.total_seconds_late`."""
    if timestamp is None or duedate is None:
        return 0.0
    return max(0.0, (timestamp - duedate - (extension or timedelta())).total_seconds())


def _penalty(
    session: Session, notebook_id: str, student: str, seconds_late: float, late_penalty: LatePenalty
) -> float | None:
    """What the course's plug-in takes off, between nothing and all; None if that is nothing."""
    if seconds_late <= 0:
        return None
    # nbgrader's own sum: one of ours might differ in the last digit, and leave a late student a trillionth of a point
    score = session.scalars(SCORE, {"notebook": notebook_id}).one()
    penalty = late_penalty(student, score, seconds_late)
    return None if penalty is None else min(max(0.0, penalty), score)
