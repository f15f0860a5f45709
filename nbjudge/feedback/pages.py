"""The feedback pages of a class: find the graded notebooks, see which pages are due, have them written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from nbgrader.api import MissingEntry
from nbgrader.converters import GenerateFeedback

from nbjudge.course.errors import MEND, GradingError, explained
from nbjudge.course.opening import Course
from nbjudge.course.settings import NbJudge
from nbjudge.course.students import students_in
from nbjudge.feedback.page_writer import PageDuty, grade_again
from nbjudge.feedback.stamp import Page, shape_of_pages, stamp_for, stamp_on
from nbjudge.gradebook.grades import PageGrades, read_grades
from nbjudge.gradebook.opening import open_gradebook, patiently
from nbjudge.processes.pool import work_through

_AT_ONCE: Final = 500  # students whose grades are read together: memory does not grow with the class


@dataclass(frozen=True)
class PageDone:
    """What became of a page: written anew or up to date, unless there was trouble."""

    page: Page
    written: bool
    trouble: str | None = None


Report = Callable[[PageDone], None]


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
        self._settings = NbJudge(parent=app)
        self._duty = PageDuty(self._converter)
        self._shape = shape_of_pages(self._converter, self._duty.exporter)

    def pages(self) -> list[Page]:
        """A page for each graded notebook that the course's patterns ask for, by student."""
        students = students_in(self.coursedir.autograded_directory, self.coursedir)
        return [page for student in students for page in self._pages_of(student)]

    def write(self, pages: Sequence[Page], *, jobs: int, force: bool, report: Report) -> None:
        """Write the pages that are not up to date; ``report`` hears of each as it is done.

        Raises:
            GradingError: if the gradebook cannot be read, or the disk is full. What was written stays.
        """
        waiting: dict[int, Page] = {}
        tasks = self._tasks(pages, waiting, force=force, report=report)
        with closing(work_through(tasks, self._duty, jobs=jobs)) as work:
            for done in work:
                page = waiting.pop(done.number)
                result = done.result or {}
                if result.get("for_all"):
                    raise GradingError(f"{result['trouble']}\n{MEND}")
                trouble = result.get("trouble", done.lost)
                report(PageDone(page, trouble is None, trouble))

    def _tasks(self, pages: Sequence[Page], waiting: dict[int, Page], *, force: bool, report: Report) -> Iterator[Any]:
        """A task for each page that is due, in ``waiting`` by its number; of the others ``report`` hears."""
        number = 0
        for page, grades in self._graded(pages):
            if grades is None:
                report(PageDone(page, False, f"the gradebook knows nothing of {page.source}; {grade_again(page)}"))
                continue
            try:
                beside = dict(page.beside(self.coursedir))
                detail = self._settings.told(due=grades.past_due)
                stamp = stamp_for(self._shape, page, grades, beside, detail)
            except OSError as error:
                report(PageDone(page, False, f"{page.source.parent}: {explained(error)}"))
                continue
            if not force and _is_there(page, stamp, beside):
                report(PageDone(page, False))
                continue
            waiting[number] = page
            number += 1
            yield self._duty.task(page, grades, beside, stamp, detail)

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

    def _pages_of(self, student: str) -> Iterator[Page]:
        source = Path(self.coursedir.format_path(self.coursedir.autograded_directory, student, self.name))
        target = Path(self.coursedir.format_path(self.coursedir.feedback_directory, student, self.name))
        for path in sorted(source.glob(f"{self.coursedir.notebook_id or '*'}.ipynb")):
            if not path.name.startswith("."):
                yield Page(
                    student, self.name, path.stem, path, target / f"{path.stem}{self._duty.exporter.file_extension}"
                )


def _is_there(page: Page, stamp: str, beside: Mapping[Path, Path]) -> bool:
    return stamp_on(page.target) == stamp and all(target.exists() for target in beside.values())
