"""The examiner's process: takes one exam from the grader, sits it, and hands back the results as plain data."""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy.random  # noqa: F401 - NumPy imports it when it is first used, which would be in every child

from nbjudge.exam_channel import tell, told
from nbjudge.examiner import Exam, prepare, seed_environment
from nbjudge.limits import Limits


@dataclass
class _Prepared:
    """What the zygote prepares for its children; only the fork can hand it on. Cells are by id."""

    limits: Limits
    cells: dict[str, dict[str, Any]]


_prepared: _Prepared | None = None


def warm(settings: dict[str, Any]) -> None:
    """In the zygote: import what the preamble and the grade cells import, and compile them."""
    global _prepared  # noqa: PLW0603 - see _Prepared
    for name in settings["imports"]:
        # one that fails here fails again in its cell, where the reason is shown; `a.b` may also be a name in a module
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    cells = json.loads(Path(settings["cells"]).read_text(encoding="utf-8"))
    for cell in cells:
        prepare(cell)
    _prepared = _Prepared(Limits.from_dict(settings["limits"]), {cell["id"]: cell for cell in cells})


def main(fd: int) -> None:
    """What the zygote's child calls: one exam over ``fd``."""
    assert _prepared is not None
    gc.disable()  # a short life, in which collecting would cost more than it frees
    task = told(fd)
    seed_environment(task["seed"])
    cells = [_prepared.cells[cell] if type(cell) is str else cell for cell in task["cells"]]
    exam = Exam(cells, _prepared.limits, lambda: next_candidate(fd))
    try:
        results = exam.sit()
    except Exception as error:  # the judge's or the instructor's mistake: it must not cost a student anything
        tell(fd, {"failed": f"{type(error).__name__}: {error}"})
        raise
    tell(fd, {"results": [result.to_dict() for result in results], "outputs": exam.outputs})


def next_candidate(fd: int) -> tuple[int, str]:
    """Ask the grader to end the present candidate and start another; returns its descriptor and the old one's end."""
    tell(fd, {"next": True})
    ending = told(fd)["ending"]
    with socket.socket(fileno=os.dup(fd)) as control:
        _, (candidate,), _, _ = socket.recv_fds(control, 1, 1)
    return candidate, ending
