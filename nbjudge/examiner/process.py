"""The examiner's process: takes one exam from the grader, sits it, and hands back the results as plain data."""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy.random  # noqa: F401 - NumPy imports it when it is first used, which would be in every child

from nbjudge.examiner.exam import Exam, Rules, prepare_cell
from nbjudge.examiner.names import Background
from nbjudge.limits import Limits
from nbjudge.notebooks.regions import Region
from nbjudge.stands import Stand
from nbjudge.wire import messages


def begin() -> None:
    """In the zygote, before it is known for which assignment: there is nothing to do."""


def prepare(settings: dict[str, Any], _: None) -> Examiner:
    """In the zygote: import what the preamble and the grade cells import, and compile them."""
    sys.path.insert(1, settings["modules"])  # the instructor's own; after the kit, as in the notebook
    for name in settings["imports"]:
        # one that fails here fails again in its cell, where the reason is shown; `a.b` may also be a name in a module
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    cells = json.loads(Path(settings["cells"]).read_text(encoding="utf-8"))
    for cell in cells:
        prepare_cell(cell)
    known = {cell["id"]: cell for cell in cells}
    stands = {grade_id: Stand.from_dict(stand) for grade_id, stand in settings["stands"].items()}
    rules = Rules(
        Limits.from_dict(settings["limits"]),
        Region(*settings["hidden_tests"]),
        Background.from_dict(settings["background"]),
        stands,
    )
    return Examiner(rules, known)


@dataclass(frozen=True)
class Examiner:
    """What the zygote prepares for its children: the cells that are known before any submission, by id."""

    rules: Rules
    cells: Mapping[str, Mapping[str, Any]]

    def draw(self) -> None:
        """An examiner draws nothing."""

    def serve(self, fd: int) -> None:
        """In a forked child: one exam over ``fd``."""
        gc.disable()  # a short life, in which collecting would cost more than it frees
        task = messages.receive(fd)
        # the tests' random inputs depend on student and assignment alone (see docs/judge/reference.md)
        os.environ["NBJUDGE_SEED"] = str(task["seed"])
        cells = [self.cells[cell] if type(cell) is str else cell for cell in task["cells"]]
        rules = self.rules if task["everywhere"] is None else replace(self.rules, everywhere=task["everywhere"])
        exam = Exam(cells, rules, lambda: next_candidate(fd), task["beside"])
        try:
            results = exam.sit()
        except Exception as error:  # the judge's or the instructor's mistake: it must not cost a student anything
            messages.send(fd, {"failed": f"{type(error).__name__}: {error}"})
            raise
        found = {"results": [result.to_dict() for result in results], "outputs": exam.outputs}
        messages.send(fd, found | {"notes": exam.troubles.notes})


def next_candidate(fd: int) -> tuple[int, str]:
    """Ask the grader to end the present candidate and start another; returns its descriptor and the old one's end."""
    messages.send(fd, {"next": True})
    ending = messages.receive(fd)["ending"]
    with socket.socket(fileno=os.dup(fd)) as control:
        _, (candidate,), _, _ = socket.recv_fds(control, 1, 1)
    return candidate, ending
