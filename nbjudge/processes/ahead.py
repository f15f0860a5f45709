"""Zygotes that were started ahead: they import what they need while the grader still imports what it needs."""

from __future__ import annotations

import contextlib
import os

from nbjudge.processes.zygote import Zygote
from nbjudge.processes.zygote_main import ROLES


class StartedAhead:
    """A zygote of each role, started now, for the first warm pair to take.

    With a single core they would only be in the way, so there none is started.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, Zygote] = {}
        if len(os.sched_getaffinity(0)) > 1:
            with contextlib.suppress(OSError):  # it comes again when a pair starts one, where it can be told
                for role in ROLES:
                    self._waiting[role] = Zygote(role)

    def take(self, role: str) -> Zygote | None:
        """The one of this role, which is the taker's from now on; None if it is gone."""
        return self._waiting.pop(role, None)

    def close(self) -> None:
        """End those that nobody has taken."""
        while self._waiting:
            self._waiting.popitem()[1].kill()
