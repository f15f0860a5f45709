"""judge(submission, assignment, limits) -> Graded: a pure function of plain data.

The same call runs in this process, in a pool of workers, or on another machine. What it needs and keeps warm, a
``Bench`` of two zygotes for an assignment, is this module's own business.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from nbjudge import framing, sandbox
from nbjudge.examiner import is_test_cell, without_magics
from nbjudge.examining import CHANNEL_BYTES, tell
from nbjudge.limits import Limits
from nbjudge.rebuild import rebuild
from nbjudge.release import AssignmentError, Source, read_source
from nbjudge.testcells import BEGIN_HIDDEN
from nbjudge.verdicts import NOT_JUDGED, WRONG, CellResult, Graded, Verdict, summary
from nbjudge.zygote import Zygote

SCHEMA = 1  # of what is kept under metadata.nbjudge, see docs/reference.md
BENCHES = 4  # kept warm in one process, some 100 MiB each
LEFTOVERS = {"__pycache__", ".ipynb_checkpoints"}


@dataclass(frozen=True)
class Assignment:
    """What the judge needs of a notebook of an assignment: plain data.

    Attributes:
        name: the assignment's; ``notebook``: the notebook's name without extension.
        source: the instructor's notebook as JSON text.
        kit: relative path to content, of the files beside the notebook that its cells import or read.
        oracle: a digest of the instructor's own modules that the grade cells import: a change regrades everybody.
    """

    name: str
    notebook: str
    source: str
    kit: Mapping[str, bytes]
    oracle: str = ""

    @cached_property
    def parsed(self) -> Source:
        """The source, read once. Raises AssignmentError if it is broken."""
        return read_source(json.loads(self.source))

    @cached_property
    def fingerprint(self) -> str:
        """Changes when the source notebook, a file beside it or what the tests import does."""
        digest = hashlib.sha256(self.source.encode() + self.oracle.encode())
        for path, content in sorted(self.kit.items()):
            digest.update(path.encode() + b"\0" + hashlib.sha256(content).digest())
        return digest.hexdigest()


def read_assignment(folder: Path, name: str, notebook: str, files: Iterable[Path] | None = None) -> Assignment:
    """The notebook of an assignment whose source lies in ``folder``.

    Args:
        files: what belongs to its kit; left out, everything in ``folder`` but notebooks and leftovers.

    Raises:
        OSError: if something cannot be read.
        AssignmentError: if it is no notebook that can be graded, or the kit holds hidden tests.
    """
    listed = [path for path in sorted(folder.rglob("*")) if path.is_file()] if files is None else list(files)
    kit = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in listed
        if path.suffix not in {".ipynb", ".pyc"} and not LEFTOVERS & set(path.parts)
    }
    for path, content in kit.items():
        if BEGIN_HIDDEN.encode() in content:
            raise AssignmentError(
                f"{folder / path} holds hidden tests, and student code may read it: move it elsewhere"
            )
    try:
        source = (folder / f"{notebook}.ipynb").read_text(encoding="utf-8")
        parsed = read_source(json.loads(source))
    except ValueError as error:
        raise AssignmentError(f"{folder / notebook}.ipynb: {error}") from error
    return Assignment(name, notebook, source, kit, _oracle_digest(parsed))


def own_modules(source: Source) -> list[Path]:
    """The files of modules that grade cells import and that neither Python nor an installed package provides."""
    found: list[Path] = []
    for name in sorted({imported.partition(".")[0] for imported in _imports(source)[1]} - sys.stdlib_module_names):
        spec = importlib.util.find_spec(name)
        origin = Path(spec.origin) if spec is not None and spec.origin is not None else None
        if origin is not None and not {"site-packages", "dist-packages"} & set(origin.parts):
            found += sorted(origin.parent.rglob("*.py")) if origin.name == "__init__.py" else [origin]
    return found


def _oracle_digest(source: Source) -> str:
    digest = hashlib.sha256()
    for path in own_modules(source):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


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
    cells = {cell["grade_id"]: CellResult.from_dict(cell) for cell in told["cells"]}
    notes = tuple(note.text for note in rebuilt.notes)
    graded = Graded(told["notebook"], cells, rebuilt.answered, notes, why, sandboxed)
    _write_into(graded.notebook, graded)
    return graded


def seed_for(student: str, assignment: str) -> int:
    """The seed of a student's random inputs: the same in every run, on every machine."""
    return int.from_bytes(hashlib.sha256(f"{assignment}\0{student}".encode()).digest()[:4], "big")


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
            cell["metadata"]["nbjudge"] = {"verdicts": result.to_dict()["verdicts"]}
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": summary(result.verdicts)}]


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
        given, tests = _imports(assignment.parsed)
        with contextlib.ExitStack() as stack:
            stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
            self.candidates = stack.enter_context(Zygote("candidate", settings | {"imports": given}))
            self.examiners = stack.enter_context(Zygote("examiner", settings | {"imports": [*given, *tests]}))
            self._everything = stack.pop_all()

    def close(self) -> None:
        """End both zygotes and remove the folder."""
        self._everything.close()

    def examine(self, notebook: dict[str, Any], seed: int) -> dict[str, Any]:
        """Fork an examiner, give it candidates as it asks for them, and return what it found.

        An examiner that fails, or exceeds every time limit added up, has judged nothing: all its cells say so.
        """
        mine, its = socket.socketpair()
        with mine:
            with its:
                examiner = self.examiners.fork(its.fileno())
            try:
                return self._attend(mine, notebook, seed)
            except (ExaminerFailed, framing.Closed, framing.DeadlinePassed) as error:
                why = f"the examiner stopped ({error}); this is no fault of the student's"
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
                if "failed" in message:
                    raise ExaminerFailed(message["failed"])
                if "done" in message:
                    done: dict[str, Any] = message["done"]
                    return done
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
    except OSError as error:
        raise framing.Closed(f"the examiner has gone ({error.strerror})") from error


def _all_cells(notebook: dict[str, Any], outcome: str, why: str) -> list[dict[str, Any]]:
    """The same verdict for every grade cell, where no test was run."""
    found = []
    for cell in notebook["cells"]:
        nbgrader = cell["metadata"].get("nbgrader", {})
        if is_test_cell(cell):
            name, points = nbgrader["grade_id"], float(nbgrader["points"])
            verdict = Verdict(name, "the tests of this cell", outcome, 0.0, points, why)
            found.append(CellResult(name, points, (verdict,)).to_dict())
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
        for node in ast.walk(_parsed(cell.text)):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            else:
                continue
            (given if in_preamble else tests).extend(names)
    return list(dict.fromkeys(given)), [name for name in dict.fromkeys(tests) if name not in given]


def _parsed(text: str) -> ast.AST:
    """A cell's syntax tree; empty where there is none, which the exam then says where it can be read."""
    try:
        return ast.parse(without_magics(text))
    except SyntaxError:
        return ast.Module([], [])


_benches: dict[tuple[str, Limits, bool], Bench] = {}


def _bench_for(assignment: Assignment, limits: Limits, *, sandboxed: bool) -> Bench:
    """The warm bench of this process for a notebook. A few are kept: an assignment may have several notebooks."""
    key = (assignment.fingerprint, limits, sandboxed)
    if key not in _benches:
        if len(_benches) >= BENCHES:
            _benches.pop(next(iter(_benches))).close()
        _benches[key] = Bench(assignment, limits, sandboxed=sandboxed)
    return _benches[key]


def close_benches() -> None:
    """End all zygotes of this process and remove their folders. ``judge`` starts new ones when it needs them."""
    while _benches:
        _, bench = _benches.popitem()
        bench.close()
