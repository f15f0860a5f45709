"""More time for a single student: nbgrader's `SubmittedAssignment.extension`, and what it gives back at once."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment
from sqlalchemy.exc import SAWarning
from sqlalchemy.orm import Session

from nbjudge.course.errors import GradingError
from nbjudge.gradebook.queries import BEGIN_WRITING
from nbjudge.gradebook.recording import LatePenalty, penalty_of

_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_LENGTH: Final = re.compile(r"([0-9]{1,5})([mhdw])")


@dataclass(frozen=True)
class Extended:
    """What was changed.

    Attributes:
        due: when the student's work is due now, UTC without tzinfo.
        penalties: points taken off for lateness before, and now.
    """

    due: datetime
    penalties: tuple[float, float]


def length_of(text: str) -> timedelta:
    """`90m`, `48h`, `2d` or `1w`; `0` is none.

    Raises:
        ValueError: if it is none of these.
    """
    found = _LENGTH.fullmatch(text)
    if found is None and text != "0":
        raise ValueError(f"expected a length of time such as 90m, 48h, 2d or 1w, or 0, but found {text!r}")
    return timedelta() if found is None else timedelta(**{_UNITS[found[2]]: int(found[1])})


def extend(
    gradebook: Gradebook, assignment: str, student: str, length: timedelta, late_penalty: LatePenalty
) -> Extended:
    """Have the student's work be due so much later than that of the others; what was so before is replaced.

    A penalty that was taken off a graded submission is worked out anew. It can be called again if it fails.

    Raises:
        GradingError: if the gradebook has no such assignment or student, or nothing is due.
        SQLAlchemyError: if the gradebook cannot be read or written; it is then as it was.
    """
    session: Session = gradebook.db()
    session.rollback()
    try:
        _make_submission(gradebook, assignment, student)
        if gradebook.engine.dialect.name == "sqlite":
            session.execute(BEGIN_WRITING)
        submission = gradebook.find_submission(assignment, student)
        if submission.assignment.duedate is None:
            raise GradingError(f"{assignment!r} has no due date: set one in formgrader, then extend it")
        before = submission.late_submission_penalty or 0.0
        submission.extension = length or None
        after = _put_right(session, submission, late_penalty)
        due = submission.duedate
        session.commit()
    except BaseException:
        session.rollback()
        raise
    return Extended(due, (before, after))


def _make_submission(gradebook: Gradebook, assignment: str, student: str) -> None:
    """nbgrader keeps extensions with submissions: who has not handed in gets an empty one, as nbgrader makes it."""
    try:
        gradebook.find_assignment(assignment)
        gradebook.find_student(student)
    except MissingEntry as error:
        hint = f"check the name, or add a new student by `nbgrader db student add {student}`"
        raise GradingError(f"the gradebook refuses: {error}; {hint}") from error
    try:
        gradebook.find_submission(assignment, student)
    except MissingEntry:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # nbgrader adds rows in an order that SQLAlchemy 2 warns of
            gradebook.add_submission(assignment, student)
    gradebook.db.rollback()  # ends the transaction that was begun for reading


def _put_right(session: Session, submission: SubmittedAssignment, late_penalty: LatePenalty) -> float:
    """Work out the penalties of the submission's notebooks anew; returns their sum."""
    session.flush()
    for notebook in submission.notebooks:
        late = submission.total_seconds_late
        notebook.late_submission_penalty = penalty_of(late_penalty, submission.student.id, notebook.score, late)
    return sum(notebook.late_submission_penalty or 0.0 for notebook in submission.notebooks)
