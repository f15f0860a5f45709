"""Zygotes that were started ahead: they import what they need while the grader still imports what it needs."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from nbjudge.zygote import ROLES, Zygote

# by the process that started them as well: a fork of it must leave them to it
_spares: dict[tuple[int, str], Zygote] = {}


@contextlib.contextmanager
def started_ahead() -> Iterator[None]:
    """Start a zygote of each role now, for the first bench to take. Those that none has taken by the end are killed.

    With a single core they would only be in the way, so there none is started.
    """
    if len(os.sched_getaffinity(0)) > 1:
        with contextlib.suppress(OSError):  # it comes again when a bench starts one, where it can be told
            for role in ROLES:
                _spares[os.getpid(), role] = Zygote(role)
    try:
        yield
    finally:
        for role in ROLES:
            spare = _spares.pop((os.getpid(), role), None)
            if spare is not None:
                spare.kill()


def take(role: str) -> Zygote:
    """A zygote of this role that nobody has prepared yet. Raises OSError if none can be started."""
    return _spares.pop((os.getpid(), role), None) or Zygote(role)
