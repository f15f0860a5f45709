"""Giving feedback to a class: find the graded notebooks, see which pages are due, have them written."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from nbgrader.api import MissingEntry
from nbgrader.converters import GenerateFeedback

from nbjudge.course import Course
from nbjudge.gradebook import open_gradebook, patiently
from nbjudge.pages.grades import PageGrades, read_grades
from nbjudge.pages.marks import Page, mark_for, mark_on, shape_of_pages
from nbjudge.pages.worker import PageWriter, grade_again
from nbjudge.pool import work_through
from nbjudge.trouble import MEND, GradingError, explained

_AT_ONCE: Final = 500  # students whose grades are read together: memory does not grow with the class


@dataclass(frozen=True)
class Given:
    """What became of a page: written anew or up to date, unless there was trouble."""

    page: Page
    written: bool
    trouble: str | None = None


Report = Callable[[Given], None]


class Feedback:
    """The feedback pages of one assignment.

    Args:
        app: the course, with assignment and students chosen.

    Raises:
        GradingError: if the course is configured to do more than to make pages.
    """

    def __init__(self, app: Course) -> None:
        self.coursedir = app.coursedir
        self.name: str = app.coursedir.assignment_id
        self._converter = GenerateFeedback(coursedir=app.coursedir, parent=app)
        for hook in ("pre_convert_hook", "post_convert_hook"):
            if getattr(self._converter, hook) is not None:
                raise GradingError(
                    f"GenerateFeedback.{hook} is set, which only `nbgrader generate_feedback` calls: use that command"
                )
        self._writer = PageWriter(self._converter)
        self._shape = shape_of_pages(self._converter, self._writer.exporter)

    def pages(self) -> list[Page]:
        """A page for each graded notebook that the course's patterns ask for, by student."""
        return [page for student in self._students() for page in self._pages_of(student)]

    def give(self, pages: Sequence[Page], *, jobs: int, force: bool, report: Report) -> None:
        """Write the pages that are not up to date; ``report`` hears of each as it is done.

        Raises:
            GradingError: if the gradebook cannot be read, or the disk is full. What was written stays.
        """
        waiting: dict[int, Page] = {}
        tasks = self._tasks(pages, waiting, force=force, report=report)
        with closing(work_through(tasks, self._writer, jobs=jobs)) as work:
            for done in work:
                page = waiting.pop(done.number)
                told = done.result or {}
                if told.get("for_all"):
                    raise GradingError(f"{told['trouble']}\n{MEND}")
                trouble = told.get("trouble", done.lost)
                report(Given(page, trouble is None, trouble))

    def _tasks(self, pages: Sequence[Page], waiting: dict[int, Page], *, force: bool, report: Report) -> Iterator[Any]:
        """A task for each page that is due, in ``waiting`` by its number; of the others ``report`` hears."""
        number = 0
        for page, grades in self._graded(pages):
            if grades is None:
                report(Given(page, False, f"the gradebook knows nothing of {page.source}; {grade_again(page)}"))
                continue
            try:
                beside = dict(page.beside(self.coursedir))
                mark = mark_for(self._shape, page, grades, beside)
            except OSError as error:
                report(Given(page, False, f"{page.source.parent}: {explained(error)}"))
                continue
            if not force and _is_there(page, mark, beside):
                report(Given(page, False))
                continue
            waiting[number] = page
            number += 1
            yield self._writer.task(page, grades, beside, mark)

    def _graded(self, pages: Sequence[Page]) -> Iterator[tuple[Page, PageGrades | None]]:
        """The pages with what the gradebook says of each. It is closed while pages are made, and while workers fork."""
        for start in range(0, len(pages), _AT_ONCE):
            some = pages[start : start + _AT_ONCE]
            grades = self._grades({page.student for page in some})
            for page in some:
                yield page, grades.get((page.student, page.notebook))

    def _grades(self, students: set[str]) -> Mapping[tuple[str, str], PageGrades]:
        try:
            with open_gradebook(self.coursedir) as gradebook:
                return patiently(partial(read_grades, gradebook, self.name, students))
        except MissingEntry:
            raise GradingError(f"the gradebook has no assignment {self.name!r}") from None

    # ------------------------------------------------------------ the course

    def _students(self) -> list[str]:
        """Those of whom there is something graded, and whom the course's patterns ask for."""
        root = Path(self.coursedir.format_path(self.coursedir.autograded_directory, "", "")).resolve()
        patterns = (self.coursedir.student_id or "*").split(",")
        excluded = self.coursedir.student_id_exclude.split(",")
        names = sorted(os.listdir(root)) if root.is_dir() else []
        return [
            name
            for name in names
            if _is_text(name) and name not in excluded and name[0] != "."
            if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
        ]

    def _pages_of(self, student: str) -> Iterator[Page]:
        source = Path(self.coursedir.format_path(self.coursedir.autograded_directory, student, self.name))
        target = Path(self.coursedir.format_path(self.coursedir.feedback_directory, student, self.name))
        for path in sorted(source.glob(f"{self.coursedir.notebook_id or '*'}.ipynb")):
            if not path.name.startswith("."):
                yield Page(
                    student, self.name, path.stem, path, target / f"{path.stem}{self._writer.exporter.file_extension}"
                )


def _is_there(page: Page, mark: str, beside: Mapping[Path, Path]) -> bool:
    return mark_on(page.target) == mark and all(target.exists() for target in beside.values())


def _is_text(name: str) -> bool:
    """Whether a folder's name is UTF-8. No student is graded under another one."""
    return not any("\ud800" <= char <= "\udfff" for char in name)
