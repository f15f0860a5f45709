"""The examiner's process: takes one exam from the grader, sits it, and hands back the results as plain data."""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import socket
from pathlib import Path
from typing import Any

import numpy.random  # noqa: F401 - NumPy imports it when it is first used, which would be in every child
import pytest  # noqa: F401 - grade cells may use it; imported once, in the zygote

from nbjudge import framing
from nbjudge.examiner import Exam, prepare, seed_environment
from nbjudge.limits import Limits

CHANNEL_BYTES = 1 << 30  # between trusted processes; what comes from the student was bounded before


def warm(settings: dict[str, Any]) -> None:
    """In the zygote: import what the preamble and the grade cells import, and compile them."""
    for name in settings["imports"]:
        # one that fails here fails again in its cell, where the reason is shown; `a.b` may also be a name in a module
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for cell in json.loads(Path(settings["cells"]).read_text(encoding="utf-8")):
        prepare(cell)


def main(fd: int, settings: dict[str, Any]) -> None:
    """What the zygote's child calls: one exam over ``fd``."""
    gc.disable()  # a short life, in which collecting would cost more than it frees
    limits = Limits.from_dict(settings["limits"])
    task = json.loads(_received(fd))
    seed_environment(task["seed"])
    exam = Exam(task["cells"], limits, lambda: next_candidate(fd))
    try:
        results = exam.sit()
    except Exception as error:  # the judge's or the instructor's mistake: it must not cost a student anything
        tell(fd, {"failed": f"{type(error).__name__}: {error}"})
        raise
    tell(fd, {"results": [result.to_dict() for result in results], "outputs": exam.outputs})


def next_candidate(fd: int) -> tuple[int, str]:
    """Ask the grader to end the present candidate and start another; returns its descriptor and the old one's end."""
    tell(fd, {"next": True})
    ending = json.loads(_received(fd))["ending"]
    with socket.socket(fileno=os.dup(fd)) as control:
        _, (candidate,), _, _ = socket.recv_fds(control, 1, 1)
    return candidate, ending


def tell(fd: int, message: dict[str, Any]) -> None:
    """Send JSON: between examiner and grader there is no hostile side, but still no pickle."""
    framing.send(fd, json.dumps(message).encode(), limit=CHANNEL_BYTES)


def _received(fd: int) -> bytes:
    data = framing.receive(fd, limit=CHANNEL_BYTES)
    assert isinstance(data, bytes)
    return data
