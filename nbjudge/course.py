"""Opening a course from the command line: where it lies, what its configuration says, which assignment is meant."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from jupyter_core.application import JupyterApp
from nbgrader.coursedir import CourseDirectory
from traitlets import Instance, Unicode

from nbjudge.nbgrader_plugin import left_alone

# Sections in which older versions of nbgrader had settings that it renames when it reads them
_RENAMED: Final = {
    "BaseApp",
    "BaseNbConvertApp",
    "BaseNbGraderApp",
    "BasicConfig",
    "NbGrader",
    "NbGraderConfig",
    "TransferApp",
}


class CourseError(Exception):
    """The course, or the assignment in it, cannot be told; the text says what to do."""


class Course(JupyterApp):
    """A course's configuration, read where and as nbgrader's own applications do.

    Those import nbconvert and all that shows pages, which takes a third of the start-up.

    Attributes:
        coursedir: nbgrader's, of the course.
    """

    load_cwd_config = True
    config_file_name = Unicode("nbgrader_config")
    coursedir = Instance(CourseDirectory)

    def read(self) -> None:
        """Read it. With names in it that nbgrader has since changed, it is left to nbgrader."""
        sys.path.insert(0, os.getcwd())
        self.initialize([])
        # by now it is known where the course lies, which need not be here
        super(JupyterApp, self).load_config_file("nbgrader_config.py", path=CourseDirectory(parent=self).root)
        if _RENAMED & self.config.keys() or "course_id" in self.config.Exchange:
            from nbgrader.apps import NbGrader  # noqa: PLC0415 - this takes long, and is seldom needed

            app = NbGrader()
            app.initialize([])
            self.config = app.config
        self.coursedir = CourseDirectory(parent=self)


def open_course(assignment: str | None = None, student: str = "*") -> Course:
    """nbgrader's settings for the course that the current folder lies in, with the assignment chosen.

    Args:
        assignment: may be left out if the course has only one.
        student: names or patterns of students, with commas between.

    Raises:
        CourseError: if there is no course here, or no telling which assignment is meant.
        TraitError: if its configuration sets something to a value of the wrong type.
    """
    course = open_whole_course()
    course.coursedir.assignment_id = assignment or _only_assignment(Path(course.coursedir.root))
    course.coursedir.student_id = student
    return course


def open_whole_course() -> Course:
    """The same with no assignment chosen.

    Changes to the course's root, because nbgrader reads its configuration in the current folder only.

    Raises:
        CourseError: if there is no course here.
        TraitError: if its configuration sets something to a value of the wrong type.
    """
    os.chdir(_course_root(Path.cwd()))
    course = Course()
    with left_alone():
        course.read()
    return course


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
