"""judge(submission, assignment, limits) -> Graded: a pure function of plain data.

The same call runs in this process, in a pool of workers, or on another machine. What it needs and keeps warm, a
``Bench`` of two zygotes for an assignment, is this module's own business.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from nbjudge import framing, sandbox
from nbjudge.examiner import is_test_cell, without_magics
from nbjudge.examining import CHANNEL_BYTES, tell
from nbjudge.limits import Limits
from nbjudge.rebuild import rebuild
from nbjudge.release import Source, read_source
from nbjudge.verdicts import NOT_JUDGED, WRONG, CellResult, Graded, Verdict, summary, verdict_to_dict
from nbjudge.zygote import Zygote

SCHEMA = 1  # of what is kept under metadata.nbjudge, see docs/reference.md
LEFTOVERS = {"__pycache__", ".ipynb_checkpoints"}


@dataclass(frozen=True)
class Assignment:
    """What the judge needs of an assignment: plain data.

    Attributes:
        name: the assignment's; ``notebook``: the notebook's name without extension.
        source: the instructor's notebook as JSON text.
        kit: relative path to content, of the files beside the notebook that its cells import or read.
    """

    name: str
    notebook: str
    source: str
    kit: Mapping[str, bytes]

    @cached_property
    def parsed(self) -> Source:
        """The source, read once. Raises AssignmentError if it is broken."""
        return read_source(json.loads(self.source))

    @cached_property
    def fingerprint(self) -> str:
        """Changes when the source notebook or a file beside it does."""
        digest = hashlib.sha256(self.source.encode())
        for path, content in sorted(self.kit.items()):
            digest.update(path.encode() + b"\0" + hashlib.sha256(content).digest())
        return digest.hexdigest()


def read_assignment(folder: Path, name: str, notebook: str) -> Assignment:
    """The assignment whose source lies in ``folder``.

    Raises:
        OSError: if the notebook cannot be read.
        AssignmentError: if it is no notebook that can be graded.
    """
    kit = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in {".ipynb", ".pyc"} and not LEFTOVERS & set(path.parts)
    }
    source = (folder / f"{notebook}.ipynb").read_text(encoding="utf-8")
    assignment = Assignment(name, notebook, source, kit)
    assert assignment.parsed  # reading it here means that a broken source is reported before any grading
    return assignment


def judge(
    submission: bytes | None,
    assignment: Assignment,
    limits: Limits,
    *,
    seed: int = 0,
    sandboxed: bool = True,
    reason: str | None = None,
) -> Graded:
    """Judge one submission.

    Args:
        submission: the bytes of the submitted notebook, whatever they are; None if there is none.
        seed: for the tests' random inputs; see ``seed_for``.
        sandboxed: False runs the student's code without walls, which is recorded in the notebook.
        reason: why there is no submission to read, if the caller knows better than "there is no file".

    Raises:
        ZygoteError: if the judge's own processes cannot be started.
    """
    rebuilt = rebuild(assignment.parsed, submission, limits)
    why = reason if reason is not None else rebuilt.reason
    if why is not None:
        told: dict[str, Any] = {"cells": _all_cells(rebuilt.notebook, WRONG, why), "notebook": rebuilt.notebook}
    else:
        told = _bench_for(assignment, limits, sandboxed=sandboxed).examine(rebuilt.notebook, seed)
    cells = {cell["grade_id"]: _cell_result(cell) for cell in told["cells"]}
    notes = tuple(note.text for note in rebuilt.notes)
    graded = Graded(told["notebook"], cells, rebuilt.answered, notes, why, sandboxed)
    _write_into(graded.notebook, graded)
    return graded


def seed_for(student: str, assignment: str) -> int:
    """The seed of a student's random inputs: the same in every run, on every machine."""
    return int.from_bytes(hashlib.sha256(f"{assignment}\0{student}".encode()).digest()[:4], "big")


def _cell_result(told: dict[str, Any]) -> CellResult:
    return CellResult(told["grade_id"], told["max_points"], tuple(Verdict(**v) for v in told["verdicts"]))


def _write_into(notebook: dict[str, Any], graded: Graded) -> None:
    """Keep the verdicts in the notebook: as data in the metadata, as a short list in the cells' outputs."""
    notebook["metadata"]["nbjudge"] = {
        "schema": SCHEMA,
        "sandboxed": graded.sandboxed,
        "notes": list(graded.notes),
        "reason": graded.reason,
    }
    for cell in notebook["cells"]:
        if is_test_cell(cell):
            result = graded.cells[cell["metadata"]["nbgrader"]["grade_id"]]
            cell["metadata"]["nbjudge"] = {"verdicts": [verdict_to_dict(verdict) for verdict in result.verdicts]}
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": summary(result.verdicts)}]


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
        given, tests = _imports(assignment.parsed)
        self.candidates = Zygote("candidate", settings | {"imports": given})
        self.examiners = Zygote("examiner", settings | {"imports": [*given, *tests]})

    def close(self) -> None:
        self.candidates.close()
        self.examiners.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def examine(self, notebook: dict[str, Any], seed: int) -> dict[str, Any]:
        """Fork an examiner, give it candidates as it asks for them, and return what it found.

        An examiner that dies, or exceeds every time limit added up, has judged nothing: all its cells say so.
        """
        mine, its = socket.socketpair()
        with mine:
            with its:
                examiner = self.examiners.fork(its.fileno())
            try:
                return self._attend(mine, notebook, seed)
            except (framing.Closed, framing.DeadlinePassed):
                why = "the examiner itself stopped; please tell your instructor"
                return {"cells": _all_cells(notebook, NOT_JUDGED, why), "notebook": notebook}
            finally:
                self.examiners.end(examiner)

    def _attend(self, channel: socket.socket, notebook: dict[str, Any], seed: int) -> dict[str, Any]:
        deadline = time.monotonic() + self.limits.student_seconds + self.limits.grace_seconds
        fd = channel.fileno()
        candidate: int | None = None
        try:
            framing.send(fd, json.dumps({"notebook": notebook, "seed": seed}).encode(), limit=CHANNEL_BYTES)
            while True:
                data = framing.receive(fd, limit=CHANNEL_BYTES, deadline=deadline)
                assert isinstance(data, bytes)
                message: dict[str, Any] = json.loads(data)
                if "done" in message:
                    done: dict[str, Any] = message["done"]
                    return done
                ending = self.candidates.end(candidate) if candidate is not None else ""
                candidate = self._send_candidate(channel, ending)
        finally:
            if candidate is not None:
                self.candidates.end(candidate)

    def _send_candidate(self, channel: socket.socket, ending: str) -> int:
        one, other = socket.socketpair()
        with one, other:
            candidate = self.candidates.fork(one.fileno())
            os.set_blocking(channel.fileno(), True)
            tell(channel.fileno(), {"ending": ending})
            socket.send_fds(channel, [b"!"], [other.fileno()])
        return candidate


def _all_cells(notebook: dict[str, Any], outcome: str, why: str) -> list[dict[str, Any]]:
    """The same verdict for every grade cell, where no test was run."""
    found = []
    for cell in notebook["cells"]:
        nbgrader = cell["metadata"].get("nbgrader", {})
        if is_test_cell(cell):
            name, points = nbgrader["grade_id"], float(nbgrader["points"])
            verdict = Verdict(name, "the tests of this cell", outcome, 0.0, points, why)
            found.append({"grade_id": name, "max_points": points, "verdicts": [verdict_to_dict(verdict)]})
    return found


def _imports(source: Source) -> tuple[list[str], list[str]]:
    """The modules that the given cells import, and those that the grade cells import besides."""
    given: list[str] = []
    tests: list[str] = []
    in_preamble = True
    for cell in source.cells:
        grade = is_test_cell({"cell_type": cell.cell_type, "metadata": cell.metadata})
        in_preamble = in_preamble and cell.role != "solution" and not grade
        if cell.cell_type != "code" or not (in_preamble or grade):
            continue
        for node in ast.walk(ast.parse(without_magics(cell.text))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            else:
                continue
            (given if in_preamble else tests).extend(names)
    return list(dict.fromkeys(given)), [name for name in dict.fromkeys(tests) if name not in given]


_benches: dict[tuple[str, Limits, bool], Bench] = {}


def _bench_for(assignment: Assignment, limits: Limits, *, sandboxed: bool) -> Bench:
    """The warm bench of this process for an assignment. One is kept: graders take one assignment at a time."""
    key = (assignment.fingerprint, limits, sandboxed)
    if key not in _benches:
        close_benches()
        _benches[key] = Bench(assignment, limits, sandboxed=sandboxed)
    return _benches[key]


def close_benches() -> None:
    """End all zygotes of this process and remove their folders. ``judge`` starts new ones when it needs them."""
    while _benches:
        _, bench = _benches.popitem()
        bench.close()
