"""One candidate after another: a fresh one takes the place of one that hung or died, and catches up."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from nbjudge.examiner.session import CandidateLost, Session
from nbjudge.limits import Limits
from nbjudge.verdicts import DIED, TIME_LIMIT

NextCandidate = Callable[[], tuple[int, str]]
"""Ends the present candidate, if any, and starts a fresh one: its descriptor, and how the former ended, in words."""


class Candidates:
    """The candidates of one submission, of which one lives at a time."""

    def __init__(self, limits: Limits, next_candidate: NextCandidate) -> None:
        self.limits = limits
        self._next_candidate = next_candidate
        self._end = time.monotonic() + limits.student_seconds
        self._session: Session | None = None
        self._run_so_far: list[tuple[str, bool]] = []
        self._lost_here = 0
        self._last_loss: CandidateLost | None = None

    def deadline(self, seconds: float) -> float:
        """The reading of ``time.monotonic`` so many seconds from now, or the end of the submission's time."""
        return min(time.monotonic() + seconds, self._end)

    def start_grade_cell(self) -> None:
        """Begin to count losses anew: hanging in one cell's tests costs no other cell anything."""
        self._lost_here = 0

    def run_cell(self, source: str, given: bool) -> object:
        """Run a cell of the notebook; returns its outputs as the candidate tells them.

        Raises:
            CandidateLost: if it hung or died. It is not run again in later candidates: it would do so again.
        """
        self._lost_here = 0
        session = self.alive()
        session.deadline = self.deadline(self.limits.cell_seconds)
        outputs = session.run_cell(source, given)
        self._run_so_far.append((source, given))
        return outputs

    def alive(self) -> Session:
        """The present candidate, or a fresh one that has run the same cells.

        Raises:
            CandidateLost: if too many were lost in this grade cell, or the submission's time is up.
        """
        if self._last_loss is not None and self._lost_here >= self.limits.candidates:
            raise CandidateLost(self._last_loss.outcome, f"not run: {self._lost_here} tests before it ended so")
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
        self._lost_here += 1
        self._last_loss = lost
        if time.monotonic() >= self._end:
            return CandidateLost(TIME_LIMIT, "the whole submission ran into its time limit")
        ending = self._replace()
        return CandidateLost(DIED, ending) if lost.outcome == DIED and ending else lost

    def _replace(self) -> str:
        """Start a fresh candidate and have it run the same cells; returns how the former one ended."""
        if self._session is not None:
            os.close(self._session.fd)
        fd, ending = self._next_candidate()
        session = self._session = Session(fd, self.limits)
        session.greet()
        for cell in list(self._run_so_far):
            session.deadline = self.deadline(self.limits.cell_seconds)
            try:
                session.run_cell(*cell)
            except CandidateLost:
                # it worked before, so it does not do the same twice: leave it out from now on
                self._run_so_far.remove(cell)
                break
        return ending
