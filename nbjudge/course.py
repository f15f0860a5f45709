"""Opening a course from the command line: where it lies, what its configuration says, which assignment is meant."""

from __future__ import annotations

import os
from pathlib import Path

from nbgrader.apps import NbGrader


class CourseError(Exception):
    """The course, or the assignment in it, cannot be told; the text says what to do."""


def open_course(assignment: str | None = None, student: str = "*") -> NbGrader:
    """nbgrader's application for the course that the current folder lies in, with the assignment chosen.

    Args:
        assignment: may be left out if the course has only one.
        student: names or patterns of students, with commas between.

    Raises:
        CourseError: if there is no course here, or no telling which assignment is meant.
        TraitError: if its configuration sets something to a value of the wrong type.
    """
    app = open_whole_course()
    app.coursedir.assignment_id = assignment or _only_assignment(Path(app.coursedir.root))
    app.coursedir.student_id = student
    return app


def open_whole_course() -> NbGrader:
    """The same with no assignment chosen.

    Changes to the course's root, because nbgrader reads its configuration in the current folder only.

    Raises:
        CourseError: if there is no course here.
        TraitError: if its configuration sets something to a value of the wrong type.
    """
    os.chdir(_course_root(Path.cwd()))
    app = NbGrader()
    app.initialize([])
    return app


def _course_root(folder: Path) -> Path:
    """The nearest folder, from here upwards, that has an `nbgrader_config.py`."""
    for candidate in (folder, *folder.parents):
        if (candidate / "nbgrader_config.py").exists():
            return candidate
    raise CourseError(f"no nbgrader_config.py in {folder} or above: run this in the folder of a course")


def _only_assignment(root: Path) -> str:
    """The course's assignment, if it has exactly one."""
    source = root / "source"
    names = sorted(path.name for path in source.iterdir() if path.is_dir()) if source.is_dir() else []
    if len(names) != 1:
        found = ", ".join(names) or "none"
        raise CourseError(f"name the assignment: nbjudge VERB ASSIGNMENT (found in source/: {found})")
    return names[0]
