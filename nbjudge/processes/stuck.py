"""Exams in which a test does not end: code in C that runs on whatever rings, as a query of a database or a sum may.

The examiner's process ends by itself then (see `nbjudge.alarm.Alarm`), and its verdicts with it. So the exam is held
again, in which the examiner tells to which grade cell it has come; and again, without the one that it does not leave.
All that is rare, and costs an exam in which it does not happen nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

ENDING: Final = "SIGPROF"  # the signal that ends the process, in the words in which zygotes tell of it


class ExaminerFailed(Exception):
    """The examiner could not finish an exam; the text says why."""


class ExaminerStuck(ExaminerFailed):
    """A test did not end, and nothing could interrupt it."""


@dataclass
class Attempt:
    """One of the exams of a submission.

    Attributes:
        deadline: of all of them, of `time.monotonic`.
        telling: whether the examiner tells to which grade cell it has come, ``at``, by cell id.
        stuck: the cells that no examiner leaves: they are not run.
    """

    deadline: float
    telling: bool = False
    at: str = ""
    stuck: list[str] = field(default_factory=list)


def held(exam: Callable[[Attempt], dict[str, Any]], seconds: float) -> dict[str, Any]:
    """What an exam finds, held again as often as a test gets stuck in it.

    Args:
        seconds: for all of that.

    Raises:
        ExaminerFailed: whatever else fails, and where it is stuck outside of grade cells.
    """
    attempt = Attempt(time.monotonic() + seconds)
    while True:
        try:
            return exam(attempt)
        except ExaminerStuck:
            if attempt.telling and (not attempt.at or attempt.at in attempt.stuck):
                raise
            if attempt.telling:
                attempt.stuck.append(attempt.at)
            attempt.telling, attempt.at = True, ""
