"""The demo's nbgrader: imported once, which takes longer than most of its commands."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from nbgrader.apps.nbgraderapp import NbGraderApp

from demo.course import Course, refuse_failure

#: Nobody may have threads meanwhile: somebody else's lock would stay locked in the new process.
FORKS: Final = multiprocessing.get_context("fork")


class WarmCourse(Course):
    """A course whose nbgrader commands are processes forked from this one, which has imported nbgrader."""

    def nbgrader(self, arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> str:
        with tempfile.TemporaryFile("w+") as printed:
            process = FORKS.Process(target=_be_nbgrader, args=(arguments, folder, environment, printed.fileno()))
            process.start()
            process.join()
            printed.seek(0)
            text = printed.read()
        refuse_failure("nbgrader", arguments, folder, process.exitcode, text)
        return text


def _be_nbgrader(arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], printed: int) -> None:
    """In the new process: what `nbgrader ARGUMENTS` does there. It prints to the open file of this number."""
    for stream in (1, 2):
        os.dup2(printed, stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    NbGraderApp.launch_instance(list(arguments))
