"""Duties for the workers of a cluster to try: workers import them from here."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import time
import warnings
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from nbjudge.limits import Limits
from nbjudge.processes.pool import Done
from nbjudge.processes.warm_duty import WarmDuty
from nbjudge.processes.worker import Unfit
from nbjudge.processes.zygote import ZygoteError


class Obeying(WarmDuty):
    """Does what a task says, and answers with it. It keeps nothing warm.

    Args:
        folder: where it notes what was begun, and what is planted.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__([], Limits(), sandboxed=False)
        self.folder = folder

    def begin(self) -> None:
        """Note it, in a file of each worker; or fail, if that is planted for it."""
        if (self.folder / f"broken-{os.getpid()}").exists():
            raise ZygoteError("planted")
        (self.folder / f"begun-{os.getpid()}").touch()

    def end(self) -> None:
        """Note it likewise."""
        (self.folder / f"ended-{os.getpid()}").touch()

    def do(self, task: Mapping[str, Any]) -> Any:
        """Sleep, die, fail, or break this worker for good, as the task says."""
        (self.folder / f"began-{task['number']}-{time.monotonic_ns()}").touch()
        time.sleep(task.get("seconds", 0))
        if task.get("kills"):
            os.kill(os.getpid(), signal.SIGKILL)
        if task.get("raises"):
            raise ValueError("planted")
        if task.get("unfit"):
            raise Unfit("planted")
        if task.get("breaks") and not list(self.folder.glob("broken-*")):
            (self.folder / f"broken-{os.getpid()}").touch()
            raise Unfit("planted")
        return {"number": task["number"], "bytes": task.get("bytes", b""), "pid": os.getpid()}


def asked(count: int, **of: Mapping[str, Any]) -> list[dict[str, Any]]:
    """So many tasks; ``n3`` says what else the fourth one is to do."""
    return [{"number": number, **of.get(f"n{number}", {})} for number in range(count)]


def by_number(found: Iterable[Done]) -> dict[int, Done]:
    """What became of tasks, by their number."""
    listed = list(found)
    numbered = {done.number: done for done in listed}
    assert len(numbered) == len(listed), "a task ended twice"
    return numbered


def in_a_fork(function: Callable[[], Any]) -> Any:
    """What a function returns or raises in a forked process: a client of Dask's leaves threads behind."""
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # xdist's workers have threads, which newer Pythons mind
        pid = os.fork()
    if pid == 0:
        with contextlib.suppress(BaseException), open(writer, "wb") as out:
            try:
                pickle.dump((function(), None), out)
            except BaseException as raised:
                pickle.dump((None, raised), out)
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as told:
        found, error = pickle.load(told)
    os.waitpid(pid, 0)
    if error is not None:
        raise error
    return found
