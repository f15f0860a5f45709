"""Verdicts into the gradebook, all or nothing, into the tables of nbgrader's models.

nbgrader's own way (`update_or_create_submission`, then a query for each cell and a commit after each) takes a tenth of
a second. Here two queries read all that the gradebook has of a submission, and only what differs is written. Those that
are there at the same time share the statements, and the wait for the disk: SQLite waits four times a transaction, for
milliseconds each.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student, SubmittedAssignment, new_uuid
from nbgrader.utils import parse_utc
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from nbjudge.gradebook.changes import Writes
from nbjudge.gradebook.queries import (
    BEGIN_WRITING,
    CELLS,
    CHANGED_PENALTY,
    CHANGED_TIMESTAMP,
    SCORES,
    SUBMISSIONS,
)
from nbjudge.scores import NotebookScores

LatePenalty = Callable[[str, float, float], float | None]
"""student, score, seconds late -> penalty; nbgrader's `LateSubmissionPlugin.late_submission_penalty`."""

MOST_TOGETHER: Final = 32  # submissions in a transaction: of more, what they share is no longer what costs


@dataclass(frozen=True)
class ToRecord:
    """One submission's scores.

    Attributes:
        timestamp: when it was submitted, UTC; None leaves what the gradebook has.
        graded: notebook name to scores, for every notebook of the assignment.
    """

    student: str
    timestamp: datetime | None
    graded: Mapping[str, NotebookScores]


def record(
    gradebook: Gradebook,
    assignment: str,
    student: str,
    timestamp: datetime | None,
    graded: Mapping[str, NotebookScores],
    late_penalty: LatePenalty,
) -> None:
    """Write one submission's scores; see ``record_all`` and ``ToRecord``."""
    record_all(gradebook, assignment, [ToRecord(student, timestamp, graded)], late_penalty)


def record_all(
    gradebook: Gradebook, assignment: str, submissions: Sequence[ToRecord], late_penalty: LatePenalty
) -> None:
    """Write the scores of some submissions, all or nothing.

    What a person entered (manual scores, extra credit, comments) stays.

    Call it with nothing pending in the gradebook's session.

    Args:
        submissions: each of another student, MOST_TOGETHER at most.

    Raises:
        MissingEntry: if the gradebook has no such assignment.
        SQLAlchemyError: if it cannot be written; it is then as it was, and the session can be used on.
    """
    session: Session = gradebook.db()
    try:
        if gradebook.engine.dialect.name == "sqlite":
            session.execute(BEGIN_WRITING)
        _record(session, assignment, {one.student: one for one in submissions}, late_penalty)
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


def _record(session: Session, assignment: str, submissions: Mapping[str, ToRecord], late_penalty: LatePenalty) -> None:
    found = _submissions(session, assignment, submissions.values())
    writes = Writes()
    for row in session.execute(CELLS, {"submissions": list(found)}):
        writes.cell(row, submissions[row.student_id].graded[row.notebook])
    writes.carry_out(session)
    penalties = _penalties(session, writes, found, late_penalty)
    if penalties:
        session.execute(CHANGED_PENALTY, penalties)


# ------------------------------------------------------------ what the gradebook has


@dataclass(frozen=True)
class _Submission:
    student: str
    seconds_late: float


def _submissions(session: Session, assignment: str, asked: Collection[ToRecord]) -> dict[str, _Submission]:
    """The submissions by their ids, made if they are new, with these timestamps."""
    rows = session.execute(SUBMISSIONS, {"assignment": assignment, "students": [one.student for one in asked]}).all()
    if not rows:
        raise MissingEntry(f"No such assignment: {assignment}")
    known = {row.student_id: row for row in rows}
    _add_students(session, [one.student for one in asked if one.student not in known])
    found: dict[str, _Submission] = {}
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for one in asked:
        row = known.get(one.student)
        id_, before, extension = (row.id, row.timestamp, row.extension) if row is not None else (None, None, None)
        when = parse_utc(one.timestamp) or before
        key = id_ or new_uuid()
        if id_ is None:
            ids = {"id": key, "assignment_id": rows[0].assignment_id, "student_id": one.student}
            new.append({**ids, "timestamp": when})
        elif when != before:
            changed.append({"key": key, "when": when})
        found[key] = _Submission(one.student, _seconds_late(when, rows[0].duedate, extension))
    if new:
        session.execute(insert(SubmittedAssignment.__table__), new)
    if changed:
        session.execute(CHANGED_TIMESTAMP, changed)
    return found


def _add_students(session: Session, students: Iterable[str]) -> None:
    """Into the class. On a server, another who grades another assignment may do so at the same time."""
    new = [{"id": student} for student in students]
    if new:
        statement = insert(Student.__table__)
        if session.get_bind().dialect.name == "postgresql":
            from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - 30 ms that a gradebook in a file does without

            statement = postgresql.insert(Student.__table__).on_conflict_do_nothing()
        session.execute(statement, new)


def _seconds_late(timestamp: datetime | None, duedate: datetime | None, extension: timedelta | None) -> float:
    """nbgrader's `SubmittedAssignment.total_seconds_late`."""
    if timestamp is None or duedate is None:
        return 0.0
    return max(0.0, (timestamp - duedate - (extension or timedelta())).total_seconds())


def penalty_of(late_penalty: LatePenalty, student: str, score: float, seconds_late: float) -> float | None:
    """What the course's plug-in takes off a notebook, between nothing and all; None if that is nothing."""
    penalty = late_penalty(student, score, seconds_late) if seconds_late > 0 else None
    return None if penalty is None else min(max(0.0, penalty), score)


def _penalties(
    session: Session, writes: Writes, submissions: Mapping[str, _Submission], late_penalty: LatePenalty
) -> list[dict[str, Any]]:
    """What the course's plug-in takes off each notebook, where that is not there yet."""
    late = [
        notebook
        for (submission, _), (notebook, _) in writes.notebooks.items()
        if submissions[submission].seconds_late > 0
    ]
    # nbgrader's own sums: one of ours might differ in the last digit, and leave a late student a trillionth of a point
    scores = dict(map(tuple, session.execute(SCORES, {"notebooks": late}))) if late else {}
    changed = []
    for (submission, _), (notebook, before) in writes.notebooks.items():
        one = submissions[submission]
        penalty = penalty_of(late_penalty, one.student, scores.get(notebook, 0.0), one.seconds_late)
        if penalty != before:
            changed.append({"key": notebook, "penalty": penalty})
    return changed
