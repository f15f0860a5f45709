"""A warm pair: two zygotes for a notebook of an assignment, one of candidates and one of examiners."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import (
    Assignment,
    cells_to_prepare,
    code_cells,
    draws,
    names_that_draw,
)
from nbjudge.notebooks.cells import is_skipped
from nbjudge.notebooks.names import background
from nbjudge.notebooks.preloading import preloaded
from nbjudge.processes.ahead import Unprepared, unprepared
from nbjudge.processes.scratch import Scratch
from nbjudge.processes.stuck import ENDING, Attempt, ExaminerFailed, ExaminerStuck, held
from nbjudge.processes.zygote import Zygote
from nbjudge.sandbox import lockdown
from nbjudge.stands import Where
from nbjudge.temporary import make_folder
from nbjudge.wire import frames, messages


class WarmPair:
    """Two zygotes, and copies of the files that they read. Several threads may examine with one pair.

    The files lie in a folder of the pair's own, since the assignment's source folder holds the hidden tests: the kit,
    which both read, and the instructor's own modules, which no candidate may read.

    Raises:
        ZygoteError: if a zygote does not get ready.
        OSError: if one cannot be started, or the folder not be written; `NoTemporaryFolder` if there can be none.
    """

    def __init__(
        self,
        assignment: Assignment,
        limits: Limits,
        *,
        sandboxed: bool,
        ahead: Unprepared | None = None,
        warming: bool = True,
    ) -> None:
        self.limits = limits
        self.folder = make_folder("nbjudge-")
        self._setting_up = threading.Lock()
        preamble, graded = cells_to_prepare(assignment.parsed)
        self._known = {cell["id"]: cell for cell in (*preamble, *graded)}
        self._names_that_draw = names_that_draw(assignment.kit)
        self._drawing: Zygote | None = None
        with contextlib.ExitStack() as stack:
            stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
            kit = laid_out(self.folder / "kit", assignment.kit)
            modules = laid_out(self.folder / "modules", assignment.modules)
            scratch = self.folder / "scratch" if limits.scratch_bytes and sandboxed else None
            if scratch is not None:
                scratch.mkdir()
            self._scratch = Scratch(scratch, limits)
            readable = [str(path) for path in lockdown.readable_paths([kit])]
            settings = {"kit": str(kit), "limits": limits.as_dict(), "sandboxed": sandboxed, "readable": readable}
            settings["scratch"] = str(scratch) if scratch is not None else ""
            settings["drawing"] = str(laid_out(self.folder / "drawing", {}))
            loaded = preloaded(assignment)
            draws_anyway = draws((cell["source"] for cell in preamble), self._names_that_draw)
            # where a zygote reads them and no candidate does
            cells = [self.folder / "preamble.json", self.folder / "tests.json"]
            for path, content in zip(cells, (preamble, [*preamble, *graded]), strict=True):
                path.write_text(json.dumps(content), encoding="utf-8")
            self.candidates, self.examiners = unprepared(ahead, stack)
            self.candidates.prepare(settings | loaded["candidate"] | {"cells": str(cells[0]), "draws": draws_anyway})
            its: dict[str, Any] = {**loaded["examiner"], "cells": str(cells[1]), "modules": str(modules)}
            its["background"] = background(assignment.parsed, [*assignment.kit, *assignment.modules])
            its["stands"] = {grade_id: stand.to_dict() for grade_id, stand in assignment.stands.items()}
            its["hidden_tests"] = [assignment.markup.hidden_tests.begin, assignment.markup.hidden_tests.end]
            self.examiners.prepare(settings | its)
            for zygote in (self.candidates, self.examiners):
                zygote.wait_until_ready()
            for path in cells:
                path.unlink()
            if draws_anyway:
                self._drawing = self.candidates
            if warming:
                self._warm_up(assignment)
            self._everything = stack.pop_all()

    def _warm_up(self, assignment: Assignment) -> None:
        """Let the examiner's zygote examine the instructor's own notebook once.

        Python rewrites code for speed when it has run a few times. Done there, no examiner has to do it again. What
        comes of it does not matter here. A submission takes 3 % longer without (median of 150).
        """
        mine, its = socket.socketpair()
        attempt = Attempt(time.monotonic() + self._most_seconds)
        task = self._task(code_cells(assignment.parsed), 0) | {"may end": False}
        with mine:
            with its:
                self.examiners.start_warm_up(its.fileno())
            with contextlib.suppress(ExaminerFailed, frames.Closed, frames.DeadlinePassed):
                self._attend(mine, task, self.candidates, attempt)
        self.examiners.wait_until_ready()

    def copy(self) -> WarmPair:
        """A pair for another worker, as warm as this one."""
        made = object.__new__(WarmPair)
        made.limits, made.folder, made._known = self.limits, self.folder, self._known
        made._names_that_draw, made._drawing = self._names_that_draw, None
        made._scratch = self._scratch
        made._setting_up = threading.Lock()
        with contextlib.ExitStack() as stack:
            made.candidates = stack.enter_context(self.candidates.copy())
            made.examiners = stack.enter_context(self.examiners.copy())
            if self._drawing is self.candidates:
                made._drawing = made.candidates
            made._everything = stack.pop_all()
        return made

    def pin(self, core: int) -> None:
        """Keep both zygotes, and what they fork, on one core."""
        self.candidates.pin(core)
        self.examiners.pin(core)

    def forget(self) -> None:
        """Close this process's ends of a pair that a forked worker goes on using."""
        for zygote in {self.candidates, self.examiners, self._drawing or self.candidates}:
            zygote.forget()

    def close(self) -> None:
        """End both zygotes and remove the folder."""
        self._everything.close()

    def examine(
        self,
        cells: Sequence[Mapping[str, Any]],
        seed: int,
        beside: Sequence[str] = (),
        everywhere: Where | None = None,
        *,
        diagnose: bool = True,
        until_lost: bool = False,
    ) -> dict[str, Any]:
        """Fork an examiner, give it candidates as it asks for them, and return what it found.

        Args:
            cells: the notebook's code cells.
            beside: the names of what was handed in beside the notebook.
            everywhere: judge every grade cell so.
            diagnose: whether tests are to say what mistake is behind a wrong answer.
            until_lost: leave a grade cell once it has lost points other than by a time limit.

        Returns:
            ``results``, of the grade cells in order; ``outputs``, by cell id, of the others that were run; ``notes``,
            on what was odd.

        Raises:
            ExaminerFailed: if it fails, or exceeds every time limit added up; it has then judged nothing.
            ZygoteError: if a zygote has died.
        """
        asked = {"diagnose": diagnose, "until lost": until_lost, "everywhere": everywhere}
        task, candidates = self._task(cells, seed, beside) | asked, self._candidates_for(cells)
        return held(lambda attempt: self._examined(task, candidates, attempt), self._most_seconds)

    @property
    def _most_seconds(self) -> float:
        return self.limits.student_seconds + self.limits.grace_seconds

    def _examined(self, task: dict[str, Any], candidates: Zygote, attempt: Attempt) -> dict[str, Any]:
        mine, its = socket.socketpair()
        with mine:
            with its:
                examiner = self.examiners.fork(its.fileno())
            ending = None
            try:
                task = task | {"telling": attempt.telling, "stuck": attempt.stuck}
                return self._attend(mine, task, candidates, attempt)
            except (frames.Closed, frames.DeadlinePassed) as error:
                ending = self.examiners.end(examiner)
                raise (ExaminerStuck if ENDING in ending else ExaminerFailed)(str(error)) from error
            finally:
                if ending is None:
                    self.examiners.end(examiner)

    def _task(self, cells: Sequence[Mapping[str, Any]], seed: int, beside: Sequence[str] = ()) -> dict[str, Any]:
        """What an examiner is given unless more is asked. Of a cell that its zygote has read, the id is enough."""
        named = [cell["id"] if _alike(cell, self._known.get(cell["id"])) else cell for cell in cells]
        asked = {"diagnose": True, "until lost": False, "everywhere": None}
        again = {"telling": False, "stuck": [], "may end": True}
        return {"cells": named, "seed": seed, "beside": list(beside), **asked, **again}

    def _candidates_for(self, cells: Iterable[Mapping[str, Any]]) -> Zygote:
        """The zygote of candidates that is fit for a notebook's code: one that can draw is made when one is needed."""
        run = [cell["source"] for cell in cells if cell["id"] not in self._known and not is_skipped(cell)]
        if not draws(run, self._names_that_draw):
            return self.candidates
        with self._setting_up:
            if self._drawing is None:
                drawing = self._everything.enter_context(self.candidates.copy())
                drawing.draw()
                self._drawing = drawing
            return self._drawing

    def _attend(
        self, channel: socket.socket, task: dict[str, Any], candidates: Zygote, attempt: Attempt
    ) -> dict[str, Any]:
        fd, deadline = channel.fileno(), attempt.deadline
        os.set_blocking(fd, False)
        candidate: int | None = None
        try:
            messages.send(fd, task)
            while True:
                if candidate is not None and self._scratch.holds_too_much(candidate, fd, deadline):
                    candidates.end(candidate)
                    self._scratch.remove(candidate)
                    candidate = None
                message: dict[str, Any] = messages.receive(fd, deadline=deadline)
                if "failed" in message:
                    raise ExaminerFailed(message["failed"])
                if "results" in message:
                    return message
                if "at" in message:
                    attempt.at = message["at"]
                    continue
                ending = candidates.end(candidate) if candidate is not None else ""
                if candidate is not None:
                    self._scratch.remove(candidate)
                candidate = None
                one, other = socket.socketpair()
                with one, other:
                    candidate = candidates.fork(one.fileno())
                    _send_candidate(channel, other.fileno(), ending)
        finally:
            if candidate is not None:
                candidates.end(candidate)
                self._scratch.remove(candidate)


def laid_out(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files, by relative path, into a new folder; returns it."""
    folder.mkdir()
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def _alike(cell: Mapping[str, Any], known: Mapping[str, Any] | None) -> bool:
    return known is not None and cell["source"] == known["source"] and cell["metadata"] == known["metadata"]


def _send_candidate(channel: socket.socket, candidate: int, ending: str) -> None:
    """Give the examiner the descriptor of its next candidate. Raises Closed if it has gone."""
    os.set_blocking(channel.fileno(), True)
    messages.send(channel.fileno(), {"ending": ending})
    try:
        socket.send_fds(channel, [b"!"], [candidate])
        os.set_blocking(channel.fileno(), False)
    except OSError as error:
        raise frames.Closed(f"the examiner has gone ({error.strerror})") from error
