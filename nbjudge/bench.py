"""Benches: what a process keeps warm for a notebook of an assignment, two zygotes and a copy of its kit."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nbjudge import framing, sandbox
from nbjudge.assignment import Assignment, cells_to_prepare, code_cells, imports_of
from nbjudge.examining import CHANNEL_BYTES, tell
from nbjudge.limits import Limits
from nbjudge.zygote import Zygote

BENCHES = 4  # kept warm in one process, some 100 MiB each


class ExaminerFailed(Exception):
    """The examiner could not finish an exam; the text says why."""


class Bench:
    """Two zygotes, and a copy of the assignment's kit that both read.

    The copy lies in a folder of its own: the assignment's source folder holds the hidden tests.
    """

    def __init__(self, assignment: Assignment, limits: Limits, *, sandboxed: bool) -> None:
        self.limits = limits
        self.folder = Path(tempfile.mkdtemp(prefix="nbjudge-"))
        kit = self.folder / "kit"
        kit.mkdir()
        for name, content in assignment.kit.items():
            target = kit / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        readable = [str(path) for path in sandbox.readable_paths([kit])]
        settings = {"kit": str(kit), "limits": limits.as_dict(), "sandboxed": sandboxed, "readable": readable}
        given, tests = imports_of(assignment.parsed)
        preamble, graded = cells_to_prepare(assignment.parsed)
        with contextlib.ExitStack() as stack:
            stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
            mine = {"imports": given, "cells": self._note("preamble.json", preamble)}
            self.candidates = stack.enter_context(Zygote("candidate", settings | mine))
            its = {"imports": [*given, *tests], "cells": self._note("tests.json", [*preamble, *graded])}
            self.examiners = stack.enter_context(Zygote("examiner", settings | its))
            for zygote in (self.candidates, self.examiners):
                zygote.wait_until_ready()
            for name in ("preamble.json", "tests.json"):
                (self.folder / name).unlink()
            self._rehearse(assignment)
            self._everything = stack.pop_all()

    def _rehearse(self, assignment: Assignment) -> None:
        """Let the examiner's zygote examine the instructor's own notebook once.

        Python rewrites code for speed when it has run a few times. Done there, no examiner has to do it again. What
        comes of it does not matter here.
        """
        mine, its = socket.socketpair()
        with mine:
            with its:
                self.examiners.start_rehearsal(its.fileno())
            with contextlib.suppress(ExaminerFailed, framing.Closed, framing.DeadlinePassed):
                self._attend(mine, {"cells": code_cells(assignment.parsed), "seed": 0})
        self.examiners.wait_until_ready()

    def _note(self, name: str, cells: list[dict[str, Any]]) -> str:
        """Write cells where a zygote reads them and no candidate does; returns the path."""
        path = self.folder / name
        path.write_text(json.dumps(cells), encoding="utf-8")
        return str(path)

    def clone(self) -> Bench:
        """A bench for another worker, as warm as this one."""
        made = object.__new__(Bench)
        made.limits, made.folder = self.limits, self.folder
        with contextlib.ExitStack() as stack:
            made.candidates = stack.enter_context(self.candidates.clone())
            made.examiners = stack.enter_context(self.examiners.clone())
            made._everything = stack.pop_all()
        return made

    def pin(self, core: int) -> None:
        """Keep both zygotes, and what they fork, on one core."""
        self.candidates.pin(core)
        self.examiners.pin(core)

    def forget(self) -> None:
        """Close this process's ends of a bench that a forked worker goes on using."""
        self.candidates.forget()
        self.examiners.forget()

    def close(self) -> None:
        """End both zygotes and remove the folder."""
        self._everything.close()

    def examine(self, cells: Sequence[Mapping[str, Any]], seed: int) -> dict[str, Any]:
        """Fork an examiner, give it candidates as it asks for them, and return what it found.

        Args:
            cells: the notebook's code cells.

        Returns:
            ``results``, of the grade cells in order; ``outputs``, by cell id, of the others that were run.

        Raises:
            ExaminerFailed: if it fails, or exceeds every time limit added up; it has then judged nothing.
        """
        mine, its = socket.socketpair()
        with mine:
            with its:
                examiner = self.examiners.fork(its.fileno())
            try:
                return self._attend(mine, {"cells": cells, "seed": seed})
            except (framing.Closed, framing.DeadlinePassed) as error:
                raise ExaminerFailed(str(error)) from error
            finally:
                self.examiners.end(examiner)

    def _attend(self, channel: socket.socket, task: dict[str, Any]) -> dict[str, Any]:
        deadline = time.monotonic() + self.limits.student_seconds + self.limits.grace_seconds
        fd = channel.fileno()
        os.set_blocking(fd, False)
        candidate: int | None = None
        try:
            framing.send(fd, json.dumps(task).encode(), limit=CHANNEL_BYTES)
            while True:
                data = framing.receive(fd, limit=CHANNEL_BYTES, deadline=deadline)
                assert isinstance(data, bytes)
                message: dict[str, Any] = json.loads(data)
                if "failed" in message:
                    raise ExaminerFailed(message["failed"])
                if "results" in message:
                    return message
                ending, candidate = self.candidates.end(candidate) if candidate is not None else "", None
                one, other = socket.socketpair()
                with one, other:
                    candidate = self.candidates.fork(one.fileno())
                    _hand_over(channel, other.fileno(), ending)
        finally:
            if candidate is not None:
                self.candidates.end(candidate)


def _hand_over(channel: socket.socket, candidate: int, ending: str) -> None:
    """Give the examiner the descriptor of its next candidate. Raises Closed if it has gone."""
    os.set_blocking(channel.fileno(), True)
    tell(channel.fileno(), {"ending": ending})
    try:
        socket.send_fds(channel, [b"!"], [candidate])
        os.set_blocking(channel.fileno(), False)
    except OSError as error:
        raise framing.Closed(f"the examiner has gone ({error.strerror})") from error


Key = tuple[str, Limits, bool]

_benches: dict[Key, Bench] = {}


def key_of(assignment: Assignment, limits: Limits, *, sandboxed: bool) -> Key:
    """What a bench is kept under."""
    return assignment.fingerprint, limits, sandboxed


def bench_for(assignment: Assignment, limits: Limits, *, sandboxed: bool) -> Bench:
    """The warm bench of this process for a notebook. A few are kept: an assignment may have several notebooks."""
    key = key_of(assignment, limits, sandboxed=sandboxed)
    if key not in _benches:
        if len(_benches) >= BENCHES:
            _benches.pop(next(iter(_benches))).close()
        _benches[key] = Bench(assignment, limits, sandboxed=sandboxed)
    return _benches[key]


def adopt(benches: Mapping[Key, Bench]) -> None:
    """In a process that was just forked: use these, and leave the benches of the parent to the parent."""
    for bench in _benches.values():
        bench.forget()
    _benches.clear()
    _benches.update(benches)


def close_benches() -> None:
    """End all zygotes of this process and remove their folders. ``judge`` starts new ones when it needs them."""
    while _benches:
        _, bench = _benches.popitem()
        bench.close()
