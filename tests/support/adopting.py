"""Courses of others, into which the judge is put: small ones, made on the spot, and nbgrader's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.forking import fork_program
from tests.support.small import small_assignment

SOLUTION = "def twice(x):\n    return 2 * x"
TESTS = "assert twice(3) == 6"


def put_source(root: Path, name: str, solution: str = SOLUTION, tests: str = TESTS) -> None:
    """An assignment of one solution cell and one grade cell, ``source/NAME/NAME.ipynb``."""
    folder = root / "source" / name
    folder.mkdir(parents=True)
    notebook = json.loads(small_assignment(solution, tests).source)
    notebook["metadata"]["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    (folder / f"{name}.ipynb").write_text(json.dumps(notebook))


def command(folder: Path, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``python -m PROGRAM ARGUMENTS`` there, with nobody's configuration but the course's."""
    called = [sys.executable, "-m", program, *arguments]
    environment = os.environ | _environment(folder)
    return subprocess.run(
        called, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )  # fmt: skip


def _environment(folder: Path) -> dict[str, str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])  # nbgrader starts alembic
    none = str(folder / "none")
    return {"PATH": path, "JUPYTER_CONFIG_DIR": none, "IPYTHONDIR": none, "COLUMNS": "120"}


def nbjudge(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The same of ``nbjudge``, in a process forked from this one."""
    return _forked(["nbjudge", *arguments], folder)


def nbgrader(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The same of ``nbgrader``."""
    return _forked(["nbgrader", *arguments], folder)


def _forked(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    ended = fork_program(words, folder, _environment(folder)).wait()
    return subprocess.CompletedProcess(words, ended.code, ended.out, ended.err)


def hand_in_the_solution(root: Path, student: str, assignment: str) -> None:
    """The instructor's own notebooks, as a student's."""
    target = root / "submitted" / student / assignment
    target.mkdir(parents=True)
    for path in (root / "source" / assignment).iterdir():
        shutil.copy(path, target)
