"""One candidate after another: a fresh one takes the place of one that hung or died, and catches up."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from nbjudge.examiner.conversation.exchange import MOST_STATEMENTS, CandidateLost
from nbjudge.examiner.conversation.questions import Questions
from nbjudge.examiner.conversation.session import Session
from nbjudge.examiner.troubles import STOPPED, Told, told_of
from nbjudge.limits import Limits
from nbjudge.verdicts import DIED, TIME_LIMIT

STOPPING_SECONDS: Final = 1.0  # for a cell to stop when it is asked to
TRIES: Final = 2  # of a cell that ended a candidate

NextCandidate = Callable[[], tuple[int, str]]
"""Ends the present candidate, if any, and starts a fresh one: its descriptor, and how the former ended, in words."""


@dataclass(frozen=True)
class _Ran:
    """A cell that later candidates run as well, or its first statements."""

    source: str
    given: bool
    statements: int | None = None
    tries: int = 0

    def shortened(self, reached: int | None, *, died: bool = False) -> _Ran | None:
        """The cell up to where it hung or died; None if nothing is left of it, or it does so again and again."""
        if reached is None and died:
            reached = MOST_STATEMENTS  # it was run as one: statement by statement it will be seen how far it comes
        if not reached or self.tries >= TRIES:
            return None
        return _Ran(self.source, self.given, reached, self.tries + 1)


class Candidates:
    """The candidates of one submission, of which one lives at a time.

    Attributes:
        questions: what the present grade cell may ask of them.
    """

    def __init__(self, limits: Limits, next_candidate: NextCandidate, questions: Questions | None = None) -> None:
        self.limits = limits
        self.questions = questions if questions is not None else Questions()
        self._next_candidate = next_candidate
        self._end = time.monotonic() + limits.student_seconds
        self._session: Session | None = None
        self._run_so_far: list[_Ran] = []

    def deadline(self, seconds: float) -> float:
        """The reading of ``time.monotonic`` so many seconds from now, or the end of the submission's time."""
        return min(time.monotonic() + seconds, self._end)

    def run_cell(self, source: str, given: bool) -> Told:
        """Run a cell of the notebook; returns what became of it.

        Raises:
            CandidateLost: if it hung or died. Later candidates run as much of it as went well.
        """
        cell = _Ran(source, given)
        session = self.alive()
        try:
            told = self._run(session, cell)
        except CandidateLost as lost:
            again = cell.shortened(session.reached, died=lost.outcome == DIED)
            self._run_so_far += [again] if again is not None else []
            raise
        if told.stopped is not None and told.stopped.kind == STOPPED:
            again = cell.shortened(told.stopped.reached)
            self._run_so_far += [again] if again is not None else []
        else:
            self._run_so_far.append(cell)
        return told

    def run_tests(self, source: str) -> Told:
        """Run a grade cell in the present candidate, where a statement that grading refuses fails as any other.

        Raises:
            CandidateLost: if it hung or died. Later candidates do not run it, nor if it was stopped by its limit.
        """
        session, seconds = self.alive(), self.limits.cell_seconds
        session.deadline = self.deadline(seconds + STOPPING_SECONDS)
        told = told_of(session.run_cell(source, False, seconds, strict=True))
        if told.stopped is None or told.stopped.kind != STOPPED:
            self._run_so_far.append(_Ran(source, False))
        return told

    def start_anew(self) -> None:
        """Start a candidate that has run nothing yet."""
        self._run_so_far.clear()
        self._replace()

    def _run(self, session: Session, cell: _Ran) -> Told:
        """Run a cell, which is asked to stop at its limit, and given up a little later."""
        seconds = self.limits.cell_seconds
        session.deadline = self.deadline(seconds + STOPPING_SECONDS)
        return told_of(session.run_cell(cell.source, cell.given, seconds, cell.statements))

    def alive(self) -> Session:
        """The present candidate, or a fresh one that has run the same cells.

        Raises:
            CandidateLost: if the submission's time is up.
        """
        while self._session is None or self._session.lost is not None:
            self._replace()
        if time.monotonic() >= self._end:
            raise self._session.lose(TIME_LIMIT, "the whole submission ran into its time limit")
        return self._session

    def blame(self, error: BaseException) -> tuple[str, str] | None:
        """Outcome and traceback if the student's code raised ``error``; None if the test itself did."""
        return self._session.blame(error) if self._session is not None else None

    def bury(self, lost: CandidateLost) -> CandidateLost:
        """Say why a candidate was lost, in the words of whoever reaped it, and start its successor."""
        if time.monotonic() >= self._end:
            return CandidateLost(TIME_LIMIT, "the whole submission ran into its time limit")
        ending = self._replace()
        return CandidateLost(DIED, ending) if lost.outcome == DIED and ending else lost

    def _replace(self) -> str:
        """Start a fresh candidate and have it run the same cells; returns how the former one ended."""
        if self._session is not None:
            os.close(self._session.fd)
        fd, ending = self._next_candidate()
        session = self._session = Session(fd, self.limits, self.questions)
        session.greet()
        for number, cell in enumerate(self._run_so_far):
            try:
                self._run(session, cell)
            except CandidateLost as lost:
                # it does not do the same twice: from now on it runs as far as it came, or not at all
                again = cell.shortened(session.reached, died=lost.outcome == DIED)
                self._run_so_far[number : number + 1] = [again] if again is not None else []
                break
        return ending
