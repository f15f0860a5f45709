"""Warm benches for the workers of a pool: cloned for each, so that no two of them speak to one zygote."""

from __future__ import annotations

import os
from collections.abc import Sequence

from nbjudge.assignment import Assignment
from nbjudge.bench import BENCHES, Bench, Key, adopt, bench_for, close_benches, key_of
from nbjudge.limits import Limits
from nbjudge.zygote import ZygoteError


class Clones:
    """What a pool's workshop does for its workers' benches, in the order of the methods."""

    def __init__(self, assignments: Sequence[Assignment], limits: Limits, *, sandboxed: bool) -> None:
        self.assignments = assignments[:BENCHES]
        self.limits = limits
        self.sandboxed = sandboxed
        self.cores = sorted(os.sched_getaffinity(0))
        self._made: dict[Key, Bench] = {}

    def make(self) -> None:
        """In the parent, before a worker is forked. The first time this starts the zygotes.

        Raises:
            ZygoteError: if they do not start.
        """
        try:
            self._made = self._cloned()
        except ZygoteError:  # one has died since; a second time is no accident
            close_benches()
            self._made = self._cloned()

    def forget(self) -> None:
        """In the parent, after that: the worker alone speaks to them, so that they end when it does."""
        for bench in self._made.values():
            bench.forget()
        self._made = {}

    def adopt(self, number: int) -> None:
        """In the worker: from now on ``judge`` uses them, and all runs on one core.

        Examiner and candidate take turns some hundred times a submission. On one core that costs a tenth of what it
        costs to wake another one up, and the other workers keep the other cores busy.
        """
        if not self._made:  # this is no forked worker: nobody should tie this process down
            return
        # from another core on for each grader, lest two with one worker each share the first
        core = self.cores[(os.getppid() + number) % len(self.cores)]
        os.sched_setaffinity(0, {core})
        for bench in self._made.values():
            bench.pin(core)
        adopt(self._made)

    def _cloned(self) -> dict[Key, Bench]:
        made = {}
        for assignment in self.assignments:
            bench = bench_for(assignment, self.limits, sandboxed=self.sandboxed)
            made[key_of(assignment, self.limits, sandboxed=self.sandboxed)] = bench.clone()
        return made
