"""Zygotes that know no assignment yet: started ahead of the grader's own imports, or kept to be copied."""

from __future__ import annotations

import contextlib
from types import TracebackType
from typing import Protocol

from nbjudge.processes.zygote import Zygote, ZygoteError, start_zygotes
from nbjudge.processes.zygote_main import ROLES


class Unprepared(Protocol):
    """Where a warm pair takes its zygotes from, if not started by itself."""

    def take(self, role: str) -> Zygote | None:
        """One of this role, which is the taker's from now on; None if there is none."""


def unprepared(ahead: Unprepared | None, stack: contextlib.ExitStack) -> tuple[Zygote, Zygote]:
    """A zygote of candidates and one of examiners that nobody has prepared yet; the stack closes them.

    Raises:
        ZygoteError, OSError: if there can be none.
    """
    found = {}
    for role in ROLES:
        taken = ahead.take(role) if ahead is not None else None
        if taken is not None:
            found[role] = stack.enter_context(taken)
    missing = [role for role in ROLES if role not in found]
    if missing:
        found |= zip(missing, map(stack.enter_context, start_zygotes(*missing)), strict=True)
    return found["candidate"], found["examiner"]


class StartedAhead:
    """A zygote of each role, started now, for the first warm pair to take."""

    def __init__(self) -> None:
        self._waiting: dict[str, Zygote] = {}
        with contextlib.suppress(OSError):  # it comes again when a pair starts one, where it can be told
            self._waiting = dict(zip(ROLES, start_zygotes(*ROLES), strict=True))

    def take(self, role: str) -> Zygote | None:
        """The one of this role, which is the taker's from now on; None if it is gone."""
        return self._waiting.pop(role, None)

    def close(self) -> None:
        """End those that nobody has taken."""
        while self._waiting:
            self._waiting.popitem()[1].kill()


class Blanks:
    """A zygote of each role that stays blank: who judges many notebooks takes copies of it.

    What every zygote imports is imported once: a warm pair is ready in 0.6 of the time (medians of 15, in turns).
    """

    def __init__(self) -> None:
        self._zygotes: dict[str, Zygote] = {}

    def take(self, role: str) -> Zygote:
        """A copy.

        Raises:
            ZygoteError, OSError: if there can be none.
        """
        if not self._zygotes:
            self._zygotes = dict(zip(ROLES, start_zygotes(*ROLES), strict=True))
        try:
            return self._zygotes[role].copy()
        except ZygoteError:  # it has died; a second time is no accident
            self._zygotes.pop(role).close()
            (self._zygotes[role],) = start_zygotes(role)
            return self._zygotes[role].copy()

    def close(self) -> None:
        """End them, and wait a little for copies, which end when they are closed."""
        while self._zygotes:
            self._zygotes.popitem()[1].close()

    def __enter__(self) -> Blanks:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()
