"""Zygotes, and pairs of them, looked at from outside."""

from __future__ import annotations

import atexit
import contextlib
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import psutil

from nbjudge.processes import ahead
from nbjudge.processes.ahead import Blanks, Unprepared
from nbjudge.processes.warm_pair import WarmPair
from nbjudge.processes.warm_set import WarmSet
from nbjudge.processes.zygote import Zygote
from nbjudge.processes.zygote_main import ROLES
from tests.support.forking import Running, fork_program


@cache
def blanks() -> Blanks:
    """Blank zygotes for all tests of this process to take copies of: what they import is imported once."""
    made = Blanks()
    atexit.register(made.close)
    return made


class Given:
    """Copies of those, for a command that is about to be forked: it takes them for what it has started ahead.

    Args:
        warm: copies of pairs that are warm already, which it takes for pairs of its own; if it has others to judge, it
            makes them from the blank ones.
    """

    def __init__(self, warm: WarmSet | None = None) -> None:
        self._zygotes = {role: blanks().take(role) for role in ROLES}
        self._warm = warm or WarmSet()

    def take(self, role: str) -> Zygote | None:
        """The one of this role, once."""
        return self._zygotes.pop(role, None)

    def warm_set(self, _: Unprepared | None = None, *, warming: bool = True) -> WarmSet:
        """Stands in for ``WarmSet``, once. It is warm already, whether that was asked for or not."""
        self._warm._ahead = self
        return self._warm

    def close(self) -> None:
        """End those that nobody has taken; in the process that forked the command, leave them to that."""
        while self._zygotes:
            self._zygotes.popitem()[1].forget()
        self._warm.forget()


def fork_warm(
    words: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    before: Callable[[], None] = lambda: None,
    warm: WarmSet | None = None,
) -> Running:
    """As `fork_program`, for a command that grades: what judges is ready for it, and is no descendant of it."""
    given = Given(warm)

    def take() -> None:
        # nbgrader takes two seconds, and most tests do without
        from nbjudge.commands import autograde  # noqa: PLC0415 - see above
        from nbjudge.grading import grader  # noqa: PLC0415 - likewise

        vars(ahead)["StartedAhead"] = lambda: given
        for module in (autograde, grader):
            vars(module)["WarmSet"] = given.warm_set
        before()

    running = fork_program(words, folder, environment, take)
    given.close()
    return running


def pid_of(zygote: Zygote) -> int:
    """The process id of one that is ready, or was started here."""
    pid = zygote.pid if zygote.process is None else zygote.process.pid
    assert pid is not None
    return pid


def alive(pid: int) -> bool:
    """Whether there is such a process, or what is left of one that nobody has reaped."""
    return Path(f"/proc/{pid}").exists()


def zygotes_of(process: psutil.Process) -> list[psutil.Process]:
    """The zygotes that a process has started, and those that these were started with: forks of another name."""
    first = [child for child in process.children() if _is_zygote(child)]
    return first + [other for one in first for other in one.children() if name_of(other) not in ("", one.name())]


def name_of(process: psutil.Process) -> str:
    """What a process is called; nothing if it has ended meanwhile, as a candidate may at any time."""
    try:
        return str(process.name())
    except psutil.NoSuchProcess:
        return ""


def _is_zygote(process: psutil.Process) -> bool:
    try:
        return "nbjudge.processes.zygote_main" in process.cmdline()
    except psutil.NoSuchProcess:  # it was a fork of one
        return True


def works(pid: int) -> bool:
    """Whether there is such a process that has not ended; of what is orphaned, nobody may reap the rest."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def is_open(pair: WarmPair) -> bool:
    """Whether a pair has its processes and its folder. One that has lost only some is a fault."""
    parts = {pair.folder.exists(), alive(pid_of(pair.candidates)), alive(pid_of(pair.examiners))}
    assert len(parts) == 1, "all of it, or nothing"
    return parts == {True}


def is_gone(pair: WarmPair) -> bool:
    """Whether nothing is left of a pair. Of one whose first zygote was killed, the second takes a moment to end."""
    return not (pair.folder.exists() or works(pid_of(pair.candidates)) or works(pid_of(pair.examiners)))


def running() -> set[int]:
    """The process ids of this process's descendants that run: all of them are zygotes, or what these have forked.

    The blanks for all tests are left out.
    """
    found = set()
    for child in own_children():
        with contextlib.suppress(psutil.NoSuchProcess):
            if child.status() != psutil.STATUS_ZOMBIE:  # a copy that has ended is reaped when its zygote hears more
                found.add(child.pid)
    return found


def own_children() -> list[psutil.Process]:
    """This process's descendants, but for the blanks that all tests share, and what became of their copies."""
    kept = {zygote.process.pid for zygote in blanks()._zygotes.values() if zygote.process is not None}
    own = [child for child in psutil.Process().children() if child.pid not in kept]
    behind: list[psutil.Process] = []
    for child in own:
        with contextlib.suppress(psutil.NoSuchProcess):
            behind += child.children(recursive=True)
    return own + behind


def two_cores(_: int) -> set[int]:
    """Stands in for ``os.sched_getaffinity``: with one core, which may be all that there is here, none starts ahead."""
    return {0, 1}


def pretend_two_cores() -> None:
    """In a process that is to become a command: have it believe in two cores."""
    os.sched_getaffinity = two_cores
