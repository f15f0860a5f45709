"""What grading left of a class, student by student: graded notebooks, and what the gradebook says of them."""

from __future__ import annotations

import contextlib
import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from nbgrader.api import MissingEntry
from nbgrader.coursedir import CourseDirectory

from nbjudge.course.errors import GradingError
from nbjudge.course.students import students_in
from nbjudge.gradebook.assignments import KnownAssignment, known_assignment
from nbjudge.gradebook.opening import open_gradebook, patiently
from nbjudge.gradebook.submissions import Submitted, enrolled, read_submissions
from nbjudge.notebooks.graded import GradedNotebook, NotGraded, read_graded
from nbjudge.notebooks.metadata import text_of

_AT_ONCE: Final = 500  # students whose points are read together: memory does not grow with the class


@dataclass(frozen=True, slots=True)
class Handed:
    """What is there of one student.

    Attributes:
        notebooks: the graded ones; ``unreadable``: what is wrong with others.
        submitted: what the gradebook has; None if it knows nothing of it.
    """

    student: str
    notebooks: tuple[GradedNotebook, ...]
    unreadable: tuple[str, ...]
    submitted: Submitted | None


class GradedClass:
    """The graded class of the assignment that ``coursedir`` names.

    Attributes:
        students: who has a graded folder, by name; ``handed_in``: how many have handed in, graded or not.
        known: what the gradebook has of the assignment; ``enrolled``: id, last and first name of who it
            knows.

    Raises:
        GradingError: if the gradebook does not know the assignment, or nothing of it is graded.
        SQLAlchemyError: if it cannot be read.
    """

    def __init__(self, coursedir: CourseDirectory) -> None:
        self.coursedir = coursedir
        self.name: str = coursedir.assignment_id
        self.known: KnownAssignment
        self.known, self.enrolled = self._known()
        self.students = [s for s in students_in(coursedir.autograded_directory, coursedir) if self._graded(s)]
        submitted = students_in(coursedir.submitted_directory, coursedir)
        there = {student for student in submitted if self._folder(coursedir.submitted_directory, student).is_dir()}
        self.handed_in = len(there.union(self.students))
        if not self.students:
            raise GradingError(
                f"nothing graded of {self.name!r} in autograded/: run `nbjudge autograde {self._quoted}`"
            )

    def __iter__(self) -> Iterator[Handed]:
        """The students by name, one after the other: no more than one's notebooks are held."""
        for start in range(0, len(self.students), _AT_ONCE):
            some = self.students[start : start + _AT_ONCE]
            with open_gradebook(self.coursedir, writable=False) as gradebook:
                submitted = patiently(partial(read_submissions, gradebook, self.name, some))
            for student in some:
                yield self._handed(student, submitted.get(student))

    def code_of(self, student: str) -> tuple[str, ...]:
        """The texts of the code cells that a student wrote or left as they were, of all notebooks."""
        handed = self._handed(student, None)
        return tuple(text for notebook in handed.notebooks for text in notebook.code)

    def released_code(self) -> tuple[str, ...]:
        """The texts of the code cells that students got; none if the release is not there, or is no notebook."""
        folder = Path(self.coursedir.format_path(self.coursedir.release_directory, ".", self.name))
        texts: list[str] = []
        for name in self.known.notebooks:
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
                cells = json.loads((folder / f"{name}.ipynb").read_bytes())["cells"]
                texts += [text_of(cell) for cell in cells if cell["cell_type"] == "code"]
        return tuple(texts)

    def page_of(self, student: str, notebook: str) -> Path:
        """Where the feedback page of a notebook is, or would be."""
        return self._folder(self.coursedir.feedback_directory, student) / f"{notebook}.html"

    def notebook_of(self, student: str, notebook: str) -> Path:
        """Where the graded notebook is."""
        return self._folder(self.coursedir.autograded_directory, student) / f"{notebook}.ipynb"

    def _handed(self, student: str, submitted: Submitted | None) -> Handed:
        notebooks, unreadable = [], []
        for path in self._graded(student):
            try:
                notebooks.append(read_graded(path))
            except (NotGraded, OSError) as error:
                # without the name, which stands beside it: so that what is the same of many is told once
                why = error.strerror if isinstance(error, OSError) else error
                again = f"nbjudge autograde {self._quoted} --student=STUDENT --force"
                unreadable.append(f"{path.name} in autograded/ cannot be used: {why}; grade again: `{again}`")
        return Handed(student, tuple(notebooks), tuple(unreadable), submitted)

    def _graded(self, student: str) -> list[Path]:
        folder = self._folder(self.coursedir.autograded_directory, student)
        return [folder / f"{name}.ipynb" for name in self.known.notebooks if (folder / f"{name}.ipynb").exists()]

    def _folder(self, step: str, student: str) -> Path:
        return Path(self.coursedir.format_path(step, student, self.name)).resolve()

    @property
    def _quoted(self) -> str:
        return shlex.quote(self.name)

    def _known(self) -> tuple[KnownAssignment, list[tuple[str, str, str]]]:
        with open_gradebook(self.coursedir, writable=False) as gradebook:
            try:
                known = patiently(partial(known_assignment, gradebook, self.name))
            except MissingEntry:
                names = ", ".join(sorted(assignment.name for assignment in gradebook.assignments)) or "none"
                raise GradingError(f"the gradebook has no assignment {self.name!r} (it has: {names})") from None
            return known, patiently(partial(enrolled, gradebook))
