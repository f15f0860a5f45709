"""Made-up classes to measure with: courses in temporary folders, with submissions of four kinds."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from demo.course import Course

ROOT = Path(__file__).resolve().parent.parent
STAMP = "2026-11-01 12:00:00.000000 UTC"
KINDS = ("right", "wrong", "raising", "warning")

WRONG = {
    "relu": "class ReLU(Activation):\n    def forward(self, x):\n        self.x = x\n        return np.maximum(0, x)\n"
    "    def backward(self, grad_output):\n        return (self.x >= 0) * grad_output\n",
}
RAISING = {
    "gelu": "class GELU(Activation):\n    def forward(self, x):\n        raise ValueError('to be done')\n",
}
WARNING = {
    "sigmoid": "class Sigmoid(Activation):\n    def forward(self, x):\n        self.x = x\n"
    "        self.s = 1 / (1 + np.exp(-x))\n        return self.s\n"
    "    def backward(self, grad_output):\n        return self.s * (1 - self.s) * grad_output\n",
}


def in_parts(students: int, size: int) -> list[str]:
    """Names of students such that stock nbgrader's `--student`, a pattern, can choose ``size`` of them: `part0-*`."""
    return [f"part{number // size}-{number:05d}" for number in range(students)]


def make_course(root: Path, students: Sequence[str], *, judge: bool) -> Course:
    """A course in ``root`` with a released assignment and a submission of each student, the kinds in turn.

    Args:
        judge: whether its configuration lets the judge take nbgrader's place.
    """
    shutil.copytree(
        ROOT / "source", root / "source", ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    )
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (root / "nbgrader_config.py").write_text(
        config if judge else config.replace("\ninstall(c)", "\n"), encoding="utf-8"
    )
    # stock runs hidden tests where the student's code runs, with the course's own folder to import from
    shutil.copytree(ROOT / "oracle", root / "oracle", ignore=shutil.ignore_patterns("__pycache__"))
    course = Course(root)
    course.run("generate_assignment", "activation", "--force")
    submit(root, students)
    return course


def without_judge(root: Path) -> None:
    """Leave a course to stock nbgrader."""
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text(encoding="utf-8").replace("\ninstall(c)", "\n"), encoding="utf-8")


def submit(root: Path, students: Sequence[str]) -> None:
    """Put a submission of each student where `nbgrader collect` would."""
    texts = [json.dumps(notebook) for notebook in _notebooks(root)]
    for number, student in enumerate(students):
        folder = root / "submitted" / student / "activation"
        folder.mkdir(parents=True)
        (folder / "activation.ipynb").write_text(texts[number % len(texts)], encoding="utf-8")
        (folder / "timestamp.txt").write_text(STAMP, encoding="utf-8")
        (folder / "submission_secret.txt").write_text(f"{number:032x}", encoding="utf-8")


def _notebooks(root: Path) -> list[dict[str, Any]]:
    """The released notebook, filled in in four ways, in the order of KINDS."""
    source = json.loads((root / "source" / "activation" / "activation.ipynb").read_text(encoding="utf-8"))
    right = {name: "".join(cell["source"]) for cell in source["cells"] if (name := _solution(cell))}
    released = (root / "release" / "activation" / "activation.ipynb").read_text(encoding="utf-8")
    notebooks = []
    for answers in ({}, WRONG, RAISING, WARNING):
        notebook: dict[str, Any] = json.loads(released)
        for cell in notebook["cells"]:
            if name := _solution(cell):
                cell["source"] = {**right, **answers}[name]
        notebooks.append(notebook)
    return notebooks


def _solution(cell: dict[str, Any]) -> str:
    """The grade_id of a solution cell, else an empty string."""
    nbgrader = cell["metadata"].get("nbgrader", {})
    return str(nbgrader["grade_id"]) if nbgrader.get("solution") else ""
