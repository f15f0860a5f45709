"""The sample students: who they are, where they work, and what they write."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat

ANSWERS = Path(__file__).parent / "answers"

# name -> what to expect; demo/answers/NAME/ holds one file for each solution cell that the student filled in
STUDENTS = {
    "bitdiddle": "right throughout",
    "hacker": "two classic mistakes",
    "reasoner": "half finished, a warning, an exception",
    "mallory": "attacks the grader",
}

# what nbgrader knows of them: first and last name
NAMES = {
    "bitdiddle": ("Ben", "Bitdiddle"),
    "hacker": ("Alyssa P.", "Hacker"),
    "reasoner": ("Louis", "Reasoner"),
    "mallory": ("Mallory", "Malloy"),
}


def workplace(root: Path, student: str) -> Path:
    """An empty folder for the student to work in, under ``demo/students/`` (git-ignored)."""
    home = root / "demo" / "students" / student
    if home.exists():
        shutil.rmtree(home)
    home.mkdir(parents=True)
    return home


def fill_in(notebook: Path, student: str) -> None:
    """Write the student's prepared answers into the solution cells of a fetched notebook."""
    answers = {path.stem: path.read_text(encoding="utf-8").strip() for path in (ANSWERS / student).glob("*.py")}
    content = nbformat.read(notebook, as_version=4)
    for cell in content.cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        if nbgrader.get("solution") and nbgrader["grade_id"] in answers:
            cell.source = answers.pop(nbgrader["grade_id"])
    if answers:
        raise ValueError(f"{notebook} has no solution cell for demo/answers/{student}: {', '.join(sorted(answers))}")
    nbformat.write(content, notebook)
