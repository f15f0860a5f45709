"""Running one test, and its verdict: by what the test does, never by what anybody prints."""

from __future__ import annotations

import io
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from typing import Final

from nbjudge.alarm import Alarm, TimeUp
from nbjudge.diagnosis import diagnosis_of
from nbjudge.examiner.conversation.exchange import CandidateLost
from nbjudge.examiner.conversation.session import Session
from nbjudge.examiner.grade_cells import Problem, Test
from nbjudge.verdicts import MEMORY_LIMIT, PASSED, RAISED, TIME_LIMIT, WRONG, Verdict
from nbjudge.wire.values.containers import StaysElsewhere

LATER: Final = 0.5  # seconds after a session's deadline, which knows better what happened, until the alarm

Explain = Callable[[str], str]
"""Adds to an exception's words what is known of its cause."""


def run_test(
    test: Test, share: float, session: Session, deadline: float, alarm: Alarm, explain: Explain = str
) -> Verdict:
    """Run one test, until ``deadline`` (of ``time.monotonic``) at most.

    The verdict depends on what the test does, never on what anybody prints.
    """
    start = time.monotonic()
    session.start_test(deadline)
    part, error = _run(test, max(0.0, session.deadline - time.monotonic()), alarm)
    seconds = time.monotonic() - start
    outcome, message, part = _outcome(part, error, session, explain)
    verdict = test.verdict(share, outcome, message, part=part, seconds=seconds, printed=session.printed)
    cause = None if error is None or session.lost is not None else diagnosis_of(error)
    return verdict if cause is None else replace(verdict, diagnosis=cause)


def _outcome(part: float, error: BaseException | None, session: Session, explain: Explain) -> tuple[str, str, float]:
    if isinstance(error, TimeUp) and session.lost is None:
        # an alarm in the middle of a message leaves the channel in an unknown state
        session.lost = CandidateLost(TIME_LIMIT, "the test ran into its time limit")
    if session.lost is not None:
        # also for a test that swallowed the loss: it has seen no answer
        return session.lost.outcome, session.lost.message, 0.0
    if isinstance(error, Problem):
        return error.outcome, error.message, 0.0
    if isinstance(error, StaysElsewhere):
        session.questions.refuse(str(error))
    if isinstance(error, MemoryError) and session.blame(error) is None:
        return MEMORY_LIMIT, "the test ran out of memory", 0.0
    if error is None:
        return (PASSED, "", 1.0) if part == 1.0 else (WRONG, "partly right", part)
    if isinstance(error, (AssertionError, *_failures())) and session.blame(error) is None:
        return WRONG, str(error) or "the assertion does not hold", 0.0
    return *_raised(error, session, explain), 0.0


def _failures() -> tuple[type[BaseException], ...]:
    """What ``pytest.fail`` raises, if a grade cell has imported pytest: it makes every examiner larger."""
    pytest = sys.modules.get("pytest")
    return () if pytest is None else (pytest.fail.Exception,)


def _run(test: Test, seconds: float, alarm: Alarm) -> tuple[float, BaseException | None]:
    """Run a test; the part of its points that it gives, and what it raised, if anything."""
    quiet = io.StringIO()
    try:
        with warnings.catch_warnings(), redirect_stdout(quiet), redirect_stderr(quiet), alarm.within(seconds + LATER):
            warnings.simplefilter("ignore")  # a warning costs nothing by itself; a test that minds says so
            return test.run(), None
    except BaseException as error:  # CandidateLost and TimeUp among them, which no Exception clause would see
        return 0.0, error


def _raised(error: BaseException, session: Session, explain: Explain) -> tuple[str, str]:
    known = session.blame(error)
    outcome, trace = known if known is not None else (RAISED, "")
    if type(error) is NotImplementedError:
        return outcome, "not written yet"
    said = explain("".join(traceback.format_exception_only(error)).strip())
    return outcome, f"{said}\n{trace.rstrip()}".rstrip()
