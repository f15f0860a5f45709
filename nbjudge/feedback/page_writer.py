"""What a pool's workers do to give feedback: make a page and write it, with what belongs beside it."""

from __future__ import annotations

import contextlib
import errno
import shlex
import shutil
from pathlib import Path
from typing import Any, Final

from nbconvert.exporters import HTMLExporter
from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import GetGrades

from nbjudge.course.errors import explained
from nbjudge.course.files import write_whole
from nbjudge.feedback.exporter import PageExporter
from nbjudge.feedback.grades import GIVEN, GivenGrades
from nbjudge.feedback.harmless.policy import PAGE_DEADLINE
from nbjudge.feedback.harmless.preparing import PLAIN
from nbjudge.feedback.stamp import Page, with_stamp
from nbjudge.feedback.telling.preprocessors import DETAIL
from nbjudge.gradebook.grades import PageGrades
from nbjudge.processes.worker import Duty

_FOR_ALL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}  # after these the next page would fail as well
_GET_GRADES: Final = (
    GetGrades,
    "nbgrader.preprocessors.GetGrades",
    "nbgrader.preprocessors.getgrades.GetGrades",
    "nbjudge.feedback.grades.AllGrades",
)


class PageDuty(Duty):
    """Makes pages. Each worker has the exporter, and remembers cells by itself.

    A task is what `task` returns. A result is None, or ``{"trouble": why there is no page}``, with ``"for_all": True``
    if the other pages would have it, too. A page that takes too long, as none should, is made again without formatting
    what the student wrote.
    """

    seconds = PAGE_DEADLINE

    def __init__(self, converter: GenerateFeedback) -> None:
        self.converter = converter
        self.exporter = exporter_for(converter)

    @staticmethod
    def task(page: Page, grades: PageGrades, beside: dict[Path, Path], stamp: str, detail: str) -> dict[str, Any]:
        """All that a worker needs to write a page, as JSON data."""
        files = [[str(source), str(target)] for source, target in beside.items()]
        where = {"student": page.student, "assignment": page.assignment}
        where |= {"source": str(page.source), "target": str(page.target)}
        return where | {
            "grades": grades.to_dict(),
            "beside": files,
            "stamp": stamp,
            DETAIL: detail,
            "remedy": grade_again(page),
        }

    def instead(self, task: Any) -> Any | None:
        """The same page in a plainer form; nothing, if that took too long as well."""
        return None if PLAIN in task else task | {PLAIN: True}

    def do(self, task: Any) -> dict[str, Any] | None:
        """Make one page and write it. The page comes last: with its stamp it says that all of it is there."""
        try:
            html = self._html(task)
        except Exception as error:  # whatever somebody made of that notebook, the others get their pages
            said = f"{type(error).__name__}: {_brief(error)}"
            return {"trouble": f"no page can be made of {task['source']} ({said}); {task['remedy']}"}
        try:
            self._write(task, html)
        except OSError as error:
            return {"trouble": explained(error), "for_all": error.errno in _FOR_ALL}
        return None

    def _html(self, task: dict[str, Any]) -> str:
        resources = self.converter.init_single_notebook_resources(task["source"])
        resources |= {GIVEN: task["grades"], PLAIN: PLAIN in task, DETAIL: task[DETAIL]}
        html, _ = self.exporter.from_filename(task["source"], resources=resources)
        return str(html)

    def _write(self, task: dict[str, Any], html: str) -> None:
        page = Path(task["target"])
        page.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        for source, target in task["beside"]:
            Path(target).parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                Path(target).unlink()  # it may be read-only, or a link
            shutil.copy(source, target)
        self.converter.set_permissions(task["assignment"], task["student"])
        permissions = int(str(self.converter.permissions), 8)
        write_whole(page, with_stamp(html, task["stamp"]), permissions=permissions)


def grade_again(page: Page) -> str:
    """What to do where a graded notebook is of no use."""
    assignment, student = shlex.quote(page.assignment), shlex.quote(f"--student={page.student}")
    return f"grade it again: nbjudge autograde {assignment} {student} --force"


def exporter_for(converter: GenerateFeedback) -> Any:
    """The exporter that the course has configured for feedback, and its preprocessors, made for many notebooks."""
    kind = PageExporter if converter.exporter_class is HTMLExporter else converter.exporter_class
    exporter = kind(parent=converter, config=converter.config)
    for preprocessor in converter.preprocessors:
        exporter.register_preprocessor(GivenGrades if preprocessor in _GET_GRADES else preprocessor)
    return exporter


def _brief(error: Exception) -> str:
    """The first line of what an error says, in so many characters as fit a terminal."""
    lines = str(error).splitlines() or [""]
    return lines[0] if len(lines[0]) <= 200 else lines[0][:200] + "..."
