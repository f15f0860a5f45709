"""A duty for which processes stay warm: copies of the parent's in a worker that was forked, its own in any other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment
from nbjudge.processes.warm_set import MOST_PAIRS, WarmSet
from nbjudge.processes.worker import Duty


class WarmDuty(Duty):
    """Judges notebooks of one assignment. It can be pickled, and leaves its processes behind then.

    Args:
        limits: which most of the tasks have.
        warm: of the process that makes it; left out where no worker is forked.
    """

    def __init__(
        self, assignments: Sequence[Assignment], limits: Limits, *, sandboxed: bool, warm: WarmSet | None = None
    ) -> None:
        self.assignments, self.limits, self.sandboxed = tuple(assignments), limits, sandboxed
        self._warm = warm
        self._copies: WarmSet | None = None

    @property
    def warm(self) -> WarmSet:
        """The set to judge with."""
        assert self._warm is not None, "begin() comes first"
        return self._warm

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_warm": None, "_copies": None}

    # ---------------------------------------------------------------- in the pool, whose workers are forked

    def before_fork(self) -> None:
        """Copy the warm pairs for the worker to be. Raises ZygoteError if the zygotes do not start."""
        self._copies = self.warm.copies(self.assignments, self.limits, sandboxed=self.sandboxed)

    def after_fork(self) -> None:
        """The worker alone speaks to them, so that they end when it does."""
        if self._copies is not None:
            self._copies.forget()
            self._copies = None

    def in_worker(self, number: int) -> None:
        """Use the copies."""
        assert self._copies is not None
        self.warm.forget()
        self._warm, self._copies = self._copies, None

    # ---------------------------------------------------------------- in a worker that was not forked

    def begin(self) -> None:
        """Start what is to stay warm, unless it runs. Raises ZygoteError or OSError if it does not start."""
        if self._warm is None:
            self._warm = WarmSet()
        for assignment in self.assignments[:MOST_PAIRS]:
            with self._warm.pair_for(assignment, self.limits, sandboxed=self.sandboxed):
                pass

    def end(self) -> None:
        """End it. What is judged afterwards starts it again."""
        if self._warm is not None:
            self._warm.close()
