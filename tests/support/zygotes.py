"""Zygotes, and pairs of them, looked at from outside."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import psutil

from nbjudge.processes.warm_pair import WarmPair
from nbjudge.processes.zygote import Zygote


def pid_of(zygote: Zygote) -> int:
    """The process id of one that was started here, not copied."""
    assert zygote._process is not None
    return zygote._process.pid


def alive(pid: int) -> bool:
    """Whether there is such a process, or what is left of one that nobody has reaped."""
    return Path(f"/proc/{pid}").exists()


def is_open(pair: WarmPair) -> bool:
    """Whether a pair has its processes and its folder. One that has lost only some is a fault."""
    both = {pair.folder.exists(), alive(pid_of(pair.candidates)), alive(pid_of(pair.examiners))}
    assert len(both) == 1, "all of it, or nothing"
    return both == {True}


def running() -> set[int]:
    """The process ids of this process's descendants that run: all of them are zygotes, or what these have forked."""
    found = set()
    for child in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if child.status() != psutil.STATUS_ZOMBIE:  # a copy that has ended is reaped when its zygote hears more
                found.add(child.pid)
    return found


def two_cores(_: int) -> set[int]:
    """Stands in for ``os.sched_getaffinity``: with one core, which may be all that there is here, none starts ahead."""
    return {0, 1}


def pretend_two_cores() -> None:
    """In a process that is to become a command: have it believe in two cores."""
    os.sched_getaffinity = two_cores
