"""Duties for a pool of workers to try, and what comes of them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable
from typing import Any

from nbjudge.processes.pool import Done, work_through
from nbjudge.processes.worker import Duty


class FunctionDuty(Duty):
    """Works with a function, and keeps a list of the hooks that were called in the parent."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self.work = work
        self.called: list[str] = []
        self.number = -1

    def before_fork(self) -> None:
        self.called.append("before_fork")

    def after_fork(self) -> None:
        self.called.append("after_fork")

    def in_worker(self, number: int) -> None:
        self.number = number

    def do(self, task: Any) -> Any:
        return self.work(task)


def results_of(work: Callable[[Any], Any], tasks: Iterable[Any], jobs: int = 2) -> dict[int, Done]:
    """What becomes of tasks, by their number."""
    found = list(work_through(tasks, FunctionDuty(work), jobs=jobs))
    by_number = {done.number: done for done in found}
    assert len(by_number) == len(found), "a task ended twice"
    return by_number


def kill_this_process(_: Any = None) -> Any:
    """Work that ends its worker."""
    os.kill(os.getpid(), signal.SIGKILL)


def slept(seconds: float) -> Any:
    """Work that takes so long, and returns None."""
    time.sleep(seconds)
