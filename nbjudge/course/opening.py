"""Opening a course from the command line: where it lies, what its configuration says, which assignment is meant."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from typing import Any, Final

import nbgrader  # noqa: F401 - with its extensions, where nothing stands for them, before anything stands for nbformat
from jupyter_core.application import JupyterApp
from traitlets import Instance, TraitError, Unicode, validate
from traitlets.config import Config

from nbjudge.course.lean_nbgrader import lean_coursedir
from nbjudge.course.left_alone import left_alone

with lean_coursedir():
    from nbgrader.coursedir import CourseDirectory

CONFIGURATION: Final = "nbgrader_config"
_HOW: Final = "nbjudge VERB ASSIGNMENT"
CORPUS: Final = Path("tests/corpus")  # answers of known worth, in a course's folder
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


class ExactCourseDirectory(CourseDirectory):  # type: ignore[misc]  # nbgrader publishes no types
    """nbgrader's, but with a student's name as it was asked for: nbgrader strips blanks, and means somebody else."""

    @validate("student_id")
    def _validate_student_id(self, proposal: Any) -> str:
        return str(proposal["value"])


class Course(JupyterApp):
    """A course's configuration, read where and as nbgrader's own applications do.

    Those import nbconvert and all that shows pages, which takes a third of the start-up.

    Attributes:
        coursedir: nbgrader's, of the course.
    """

    raise_config_file_errors = True  # half a configuration would grade with wrong settings
    config_file_name = Unicode(CONFIGURATION)
    coursedir = Instance(CourseDirectory)

    @classmethod
    def section_names(cls) -> list[str]:
        """NbGrader's too: a configuration may nest, as in ``c.NbGrader.CourseDirectory.course_id``."""
        names: list[str] = super().section_names()
        return [*names, "NbGrader"]

    def read(self) -> None:
        """Read it. With names in it that nbgrader has since changed, it is left to nbgrader.

        Raises:
            CourseError: if a file of it raises or is no Python; where, and what.
            TraitError: if it sets something to a value of the wrong type.
        """
        sys.path.insert(0, os.getcwd())
        try:
            self.load_config_file()
            load = super(JupyterApp, self).load_config_file
            load(CONFIGURATION, path=os.getcwd())
            # by now it is known where the course lies; if that is here, nbgrader reads the same file twice
            load(CONFIGURATION, path=CourseDirectory(parent=self).root)
            if _RENAMED & self.config.keys() or "course_id" in self.config.Exchange:
                self.config = _as_nbgrader_reads_it()
        except (Exception, SystemExit) as error:
            raise _failed(error) from error
        self.coursedir = ExactCourseDirectory(parent=self)


def open_course(assignment: str | None = None, student: str = "*", *, how: str = _HOW) -> Course:
    """nbgrader's settings for the course that the current folder lies in, with the assignment chosen.

    Args:
        assignment: may be left out if the course has only one.
        student: names or patterns of students, with commas between.
        how: to name an assignment, for who has to.

    Raises:
        CourseError: if there is no course here, its configuration fails, or there is no telling which assignment is
            meant.
        TraitError: if its configuration sets something to a value of the wrong type.
    """
    course = open_whole_course()
    course.coursedir.assignment_id = assignment or _only_assignment(course.coursedir, how)
    course.coursedir.student_id = student
    return course


def open_whole_course() -> Course:
    """The same with no assignment chosen.

    Changes to the course's root, because nbgrader reads its configuration in the current folder only.

    Raises:
        CourseError: if there is no course here, or its configuration fails.
        TraitError: if its configuration sets something to a value of the wrong type.
    """
    os.chdir(_course_root(Path.cwd()))
    course = Course()
    with left_alone():
        course.read()
    return course


def _as_nbgrader_reads_it() -> Config:
    from nbgrader.apps import NbGrader  # noqa: PLC0415 - this takes long, and is seldom needed

    app = NbGrader(raise_config_file_errors=True)
    app.initialize([])
    config: Config = app.config
    return config


def _failed(error: BaseException) -> CourseError | TraitError:
    """What to tell of an error that came of reading a configuration."""
    if isinstance(error, SystemExit) and isinstance(error.__context__, TraitError):
        error = error.__context__  # of a wrong value traitlets only logs which it is, and then exits
    name = f"{CONFIGURATION}."
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).name.startswith(name):
        place, line = error.filename, error.lineno or 0
    else:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).name.startswith(name)]
        if not frames and isinstance(error, TraitError):
            return error
        if not frames:
            return CourseError(f"the configuration cannot be read: {error}")
        place, line = frames[-1].filename, frames[-1].lineno or 0
    said = str(error) or "(nothing is said)"
    return CourseError(f"{place}, line {line}: {type(error).__name__}: {said}; mend the configuration and run again")


def _course_root(folder: Path) -> Path:
    """The nearest folder, from here upwards, that has an `nbgrader_config.py`."""
    for candidate in (folder, *folder.parents):
        if (candidate / f"{CONFIGURATION}.py").exists():
            return candidate
    raise CourseError(f"no {CONFIGURATION}.py in {folder} or above: run this in the folder of a course")


def assignments_of(coursedir: CourseDirectory) -> list[str]:
    """The names of the assignments in the source folder: of the folders in it that hold a notebook."""
    source = Path(coursedir.root, str(coursedir.source_directory))
    return sorted({path.parent.name for path in source.glob("[!.]*/[!.]*.ipynb")})


def _only_assignment(coursedir: CourseDirectory, how: str) -> str:
    """The course's assignment, if it has exactly one."""
    folder = str(coursedir.source_directory)
    source = Path(coursedir.root, folder)
    names = sorted(path.name for path in source.iterdir() if path.is_dir()) if source.is_dir() else []
    if len(names) != 1:
        found = ", ".join(names) or "none"
        raise CourseError(f"name the assignment: {how} (found in {folder}/: {found})")
    return names[0]
