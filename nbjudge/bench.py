"""Benches: what a process keeps warm for a notebook of an assignment, two zygotes and a copy of its kit."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from nbjudge import frames, sandbox, spares
from nbjudge.assignment import Assignment, cells_to_prepare, code_cells, imports_of
from nbjudge.drawing import draws, names_that_draw
from nbjudge.exam_channel import tell, told
from nbjudge.limits import Limits
from nbjudge.notebook import is_skipped
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
        self._known = {cell["id"]: cell for cell in (*preamble, *graded)}
        self._drawing: Zygote | None = None
        self._names_that_draw = names_that_draw(assignment.kit)
        draws_anyway = draws((cell["source"] for cell in preamble), self._names_that_draw)
        with contextlib.ExitStack() as stack:
            stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
            mine = {"imports": given, "cells": self._note("preamble.json", preamble), "draws": draws_anyway}
            self.candidates = stack.enter_context(spares.take("candidate"))
            if draws_anyway:
                self._drawing = self.candidates
            its = {"imports": [*given, *tests], "cells": self._note("tests.json", [*preamble, *graded])}
            self.examiners = stack.enter_context(spares.take("examiner"))
            self.candidates.prepare(settings | mine)
            self.examiners.prepare(settings | its)
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
            with contextlib.suppress(ExaminerFailed, frames.Closed, frames.DeadlinePassed):
                self._attend(mine, self._task(code_cells(assignment.parsed), 0), self.candidates)
        self.examiners.wait_until_ready()

    def _note(self, name: str, cells: list[dict[str, Any]]) -> str:
        """Write cells where a zygote reads them and no candidate does; returns the path."""
        path = self.folder / name
        path.write_text(json.dumps(cells), encoding="utf-8")
        return str(path)

    def clone(self) -> Bench:
        """A bench for another worker, as warm as this one."""
        made = object.__new__(Bench)
        made.limits, made.folder, made._known = self.limits, self.folder, self._known
        made._names_that_draw, made._drawing = self._names_that_draw, None
        with contextlib.ExitStack() as stack:
            made.candidates = stack.enter_context(self.candidates.clone())
            made.examiners = stack.enter_context(self.examiners.clone())
            if self._drawing is self.candidates:
                made._drawing = made.candidates
            made._everything = stack.pop_all()
        return made

    def pin(self, core: int) -> None:
        """Keep both zygotes, and what they fork, on one core."""
        self.candidates.pin(core)
        self.examiners.pin(core)

    def forget(self) -> None:
        """Close this process's ends of a bench that a forked worker goes on using."""
        for zygote in {self.candidates, self.examiners, self._drawing or self.candidates}:
            zygote.forget()

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
                return self._attend(mine, self._task(cells, seed), self._candidates_for(cells))
            except (frames.Closed, frames.DeadlinePassed) as error:
                raise ExaminerFailed(str(error)) from error
            finally:
                self.examiners.end(examiner)

    def _task(self, cells: Sequence[Mapping[str, Any]], seed: int) -> dict[str, Any]:
        """What an examiner is told. Of a cell that its zygote has read, the id is enough."""
        named = [cell["id"] if _alike(cell, self._known.get(cell["id"])) else cell for cell in cells]
        return {"cells": named, "seed": seed}

    def _candidates_for(self, cells: Iterable[Mapping[str, Any]]) -> Zygote:
        """The zygote of candidates that is fit for a notebook's code: one that can draw is made when one is needed."""
        run = [cell["source"] for cell in cells if cell["id"] not in self._known and not is_skipped(cell)]
        if not draws(run, self._names_that_draw):
            return self.candidates
        if self._drawing is None:
            self._drawing = self._everything.enter_context(self.candidates.clone())
            self._drawing.draw()
        return self._drawing

    def _attend(self, channel: socket.socket, task: dict[str, Any], candidates: Zygote) -> dict[str, Any]:
        deadline = time.monotonic() + self.limits.student_seconds + self.limits.grace_seconds
        fd = channel.fileno()
        os.set_blocking(fd, False)
        candidate: int | None = None
        try:
            tell(fd, task)
            while True:
                message = told(fd, deadline=deadline)
                if "failed" in message:
                    raise ExaminerFailed(message["failed"])
                if "results" in message:
                    return message
                ending, candidate = candidates.end(candidate) if candidate is not None else "", None
                one, other = socket.socketpair()
                with one, other:
                    candidate = candidates.fork(one.fileno())
                    _hand_over(channel, other.fileno(), ending)
        finally:
            if candidate is not None:
                candidates.end(candidate)


def _alike(cell: Mapping[str, Any], known: Mapping[str, Any] | None) -> bool:
    return known is not None and cell["source"] == known["source"] and cell["metadata"] == known["metadata"]


def _hand_over(channel: socket.socket, candidate: int, ending: str) -> None:
    """Give the examiner the descriptor of its next candidate. Raises Closed if it has gone."""
    os.set_blocking(channel.fileno(), True)
    tell(channel.fileno(), {"ending": ending})
    try:
        socket.send_fds(channel, [b"!"], [candidate])
        os.set_blocking(channel.fileno(), False)
    except OSError as error:
        raise frames.Closed(f"the examiner has gone ({error.strerror})") from error


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
