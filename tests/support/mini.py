"""A course with one small assignment, ``ps``, for tests that change it."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from pathlib import Path
from typing import Any

from tests.support.forking import Ended, fork_program
from tests.support.rebuilding import new_cell, new_notebook
from tests.support.zygotes import fork_warm

CONFIGURATION = """
from nbjudge.nbgrader_plugin import install
c = get_config()
c.CourseDirectory.course_id = "mini"
install(c)
"""
_SOLUTION = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
_TEST = "def test_double():\n    assert double(2) == 4"
DOUBLE = (
    new_cell("import numpy as np", "imports", grade_id="imports", locked=True),
    new_cell(_SOLUTION, "double", grade_id="double", solution=True),
    new_cell(_TEST, "test_double", grade_id="test_double", grade=True, locked=True, points=4),
)
ESSAY = new_cell("Because.", "essay", "markdown", grade_id="essay", grade=True, solution=True, points=5)
_COMMAND = re.compile(r"`(n[^`]+)`")


class MiniCourse:
    """In a new folder; nothing is released yet."""

    def __init__(self, root: Path, *cells: dict[str, Any], configuration: str = "") -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        (root / "nbgrader_config.py").write_text(CONFIGURATION + configuration)
        self.write_source(*(cells or DOUBLE))
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        self.environment = {**os.environ, "PATH": path}

    def write_source(self, *cells: dict[str, Any], name: str = "ps") -> None:
        folder = self.root / "source" / "ps"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.ipynb").write_text(json.dumps(new_notebook(list(cells))))

    def submit(self, student: str, time: str | None = None, **texts: str) -> Path:
        """The release with these texts in its solution cells."""
        notebook = json.loads((self.root / "release/ps/ps.ipynb").read_text())
        for cell in notebook["cells"]:
            cell["source"] = texts.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
        folder = self.root / "submitted" / student / "ps"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "ps.ipynb").write_text(json.dumps(notebook))
        if time is not None:
            (folder / "timestamp.txt").write_text(time)
        return folder

    def run(self, command: str) -> Ended:
        """A command as it is printed: ``nbjudge autograde ps``."""
        words = shlex.split(command)
        fork = fork_warm if words[1] == "autograde" else fork_program
        return fork(words, self.root, self.environment).wait()

    def run_python(self, program: str) -> Ended:
        """What `python -c PROGRAM` would do."""
        return fork_program(["python", "-c", program], self.root, self.environment).wait()

    def succeed(self, command: str) -> str:
        done = self.run(command)
        assert done.code == 0, done.out + done.err
        return done.out + done.err

    def grade(self) -> dict[str, Any]:
        """What `nbjudge autograde ps --json` says."""
        done = self.run("nbjudge autograde ps --json")
        assert done.code == 0, done.out + done.err
        return done.document


def commands_in(text: str) -> list[str]:
    """The commands that a message advises, in their order."""
    return _COMMAND.findall(text)
