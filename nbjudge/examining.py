"""The examiner's process: takes one exam from the grader, sits it, and hands back the results as plain data."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import socket
from collections.abc import Sequence
from typing import Any

import pytest  # noqa: F401 - grade cells may use it; imported once, in the zygote

from nbjudge import framing
from nbjudge.examiner import Exam, seed_environment
from nbjudge.limits import Limits

CHANNEL_BYTES = 1 << 30  # between trusted processes; what comes from the student was bounded before


def warm(imports: Sequence[str]) -> None:
    """In the zygote: import what the preamble and the grade cells import."""
    for name in imports:
        # one that fails here fails again in its cell, where the reason is shown; `a.b` may also be a name in a module
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def main(fd: int, settings: dict[str, Any]) -> None:
    """What the zygote's child calls: one exam over ``fd``."""
    limits = Limits.from_dict(settings["limits"])
    task = json.loads(_received(fd))
    seed_environment(task["seed"])
    exam = Exam(task["notebook"], limits, lambda: next_candidate(fd))
    try:
        results = exam.sit()
    except Exception as error:  # the judge's or the instructor's mistake: it must not cost a student anything
        tell(fd, {"failed": f"{type(error).__name__}: {error}"})
        raise
    tell(fd, {"done": {"cells": [result.to_dict() for result in results], "notebook": task["notebook"]}})


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
