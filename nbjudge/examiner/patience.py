"""How long a test may take, and whether it is run at all, after others have hung or died.

An answer that loops would else cost every test its whole limit. What hung once hangs again, mostly: so later tests of
the same class get a part of the time, the rest of a cell is given up after a few losses, and all that is left of the
class when losses have taken long enough. Other classes are always tried.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from nbjudge.examiner.conversation.exchange import CandidateLost
from nbjudge.limits import Limits

PART: Final = 0.2  # of a test's time, where its class has been lost before
LEAST_SECONDS: Final = 0.5  # of it, unless a whole test has less: a machine that is busy may stop for a moment


class Patience:
    """Counts the losses of one submission, by grade cell and by the student's names that were asked about."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._last: CandidateLost | None = None
        self._here = 0
        self._seconds = 0.0
        self._names: frozenset[str] = frozenset()
        self._suspects: set[str] = set()

    def start_cell(self) -> None:
        """Begin to count the losses of a grade cell."""
        self._here = 0

    def ask_about(self, names: Collection[str]) -> None:
        """From now on tests are about these names of the student's."""
        self._names = frozenset(names)

    @property
    def test_seconds(self) -> float:
        """What the next test may take."""
        whole = self._limits.test_seconds
        return min(whole, max(whole * PART, LEAST_SECONDS)) if self._suspected or self._exhausted else whole

    def lose(self, loss: CandidateLost, seconds: float) -> None:
        """Count a test that hung or died after so many seconds."""
        self._last = loss
        self._here += 1
        self._seconds += seconds
        self._suspects |= self._names

    def check(self) -> None:
        """Raise the last loss again if the next test is not to be run."""
        if self._last is None:
            return
        if self._here >= self._limits.candidates:
            raise CandidateLost(self._last.outcome, f"not run: {self._here} tests before it ended so")
        if self._suspected and self._exhausted:
            why = f"not run: tests before it took {self._seconds:.0f} s and ended so"
            raise CandidateLost(self._last.outcome, why)

    @property
    def _suspected(self) -> bool:
        return not self._suspects.isdisjoint(self._names)

    @property
    def _exhausted(self) -> bool:
        return self._seconds >= self._limits.lost_seconds
