"""What decides whether a graded notebook is up to date: a fingerprint of all that went into it, in its metadata."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nbjudge.grading.handed_in import handed_in
from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.submitted.submission import Unreadable, read_submission, read_timestamp

if TYPE_CHECKING:
    from nbjudge.grading.terms import Terms  # it reads them with nbgrader, which no worker needs

KEY: Final = b'"fingerprint": "'
_MARK: Final = re.compile(rb'(?<!\\)"fingerprint": "([0-9a-f]{64})"')


def fingerprint(
    terms: Terms,
    assignment: Assignment,
    read: bytes | Unreadable,
    student: str,
    timestamp: datetime | None,
    beside: Sequence[str] = (),
) -> str:
    """Changes with anything that may change a verdict or what is written.

    Args:
        beside: what was handed in besides, of which notes tell.
    """
    content = read.reason.encode() if isinstance(read, Unreadable) else read
    parts = [hashlib.sha256(content).hexdigest(), assignment.fingerprint, terms.judge, student]
    parts += [json.dumps(terms.limits.as_dict()), str(terms.sandboxed), str(timestamp)]
    parts += [str(terms.due)] if timestamp is None else []  # it stands in a note then
    parts += beside
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def up_to_date(terms: Terms, student: str, folder: Path, graded: Path) -> bool:
    """Whether each graded notebook bears the fingerprint of what is submitted now.

    Args:
        folder, graded: of the submission, and of what came of it.
    """
    timestamp, _ = read_timestamp(folder)
    beside = handed_in(folder, terms.notebooks)
    for assignment in terms.notebooks:
        mark = mark_of(graded / f"{assignment.notebook}.ipynb")
        if mark is None:
            return False
        read = read_submission(folder, f"{assignment.notebook}.ipynb", terms.limits)
        if mark != fingerprint(terms, assignment, read, student, timestamp, beside):
            return False
    return True


def mark_of(path: Path) -> str | None:
    """The fingerprint in a graded notebook, if there is one.

    Found without parsing, which would take ten times as long. Inside a JSON string every quote has a backslash before
    it, so these bytes, without one, are a key of the notebook; of the student's no keys get there, only strings. Keys
    are sorted, and ``metadata`` comes after ``cells``: so the last one is the judge's.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return None
    found = _MARK.match(data, data.rfind(KEY)) if data.endswith(b"}\n") and KEY in data else None
    return found[1].decode() if found else None
