"""A course in a temporary folder, for tests that grade through the commands."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from demo.course import Course
from tests.support.inprocess import ROOT

RELEASED = json.loads((ROOT / "release" / "activation" / "activation.ipynb").read_text(encoding="utf-8"))
STAMP = "2026-11-01 12:00:00.000000 UTC"


def copy_course(root: Path, *extra: str) -> Course:
    """The course's source, configuration, the modules that its tests import, and ``extra`` in a new folder."""
    for name in ("source", "oracle", "nbgrader_config.py", *extra):
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "students", ".ipynb_checkpoints")
            shutil.copytree(ROOT / name, root / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, root / name)
    return Course(root)


def filled_in(texts: Mapping[str, str], *added: Mapping[str, Any]) -> dict[str, Any]:
    """The released notebook with these texts in its solution cells, by grade_id, and cells added at the end."""
    notebook: dict[str, Any] = json.loads(json.dumps(RELEASED))
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in texts:
            cell["source"] = texts[name]
    notebook["cells"] += [{"metadata": {}, **cell} for cell in added]
    return notebook


def change_source(course: Course, name: str, change: Callable[[dict[str, Any]], object]) -> str:
    """Change the cell of this grade_id in the instructor's notebook. Returns the notebook's text as it was."""
    path = course.root / "source" / "activation" / "activation.ipynb"
    before = path.read_text(encoding="utf-8")
    notebook = json.loads(before)
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == name:
            change(cell)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return before


def submit(course: Course, student: str, content: bytes | Mapping[str, Any]) -> Path:
    """Put a submission where `nbgrader collect` would; returns its folder."""
    folder = course.root / "submitted" / student / "activation"
    folder.mkdir(parents=True, exist_ok=True)
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    (folder / "activation.ipynb").write_bytes(data)
    (folder / "timestamp.txt").write_text(STAMP)
    (folder / "submission_secret.txt").write_text("0123456789abcdef" * 8)
    return folder


def scores(root: Path, assignment: str = "activation") -> dict[str, dict[str, float | None]]:
    """Student to grade_id to score, from the gradebook."""
    from nbgrader.api import Gradebook  # noqa: PLC0415 - the import costs two seconds, and most tests do without

    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {
            submission.student.id: {
                grade.name: grade.auto_score for book in submission.notebooks for grade in book.grades
            }
            for submission in gradebook.find_assignment(assignment).submissions
        }


def total(root: Path, student: str) -> float:
    """A student's points."""
    return sum(score or 0.0 for score in scores(root)[student].values())
