"""What the judge keeps in a graded notebook, made ready to be told: to its student, and to who grades by hand.

Both find an `Overview` among nbconvert's resources, and in the metadata of each cell what the templates show of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from nbconvert.preprocessors import Preprocessor
from nbformat import from_dict
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List

from nbjudge.course.settings import EVERYTHING, SCORES, VISIBLE, NbJudge
from nbjudge.feedback.telling.open_tests import keep_to_open_tests, region_of
from nbjudge.feedback.telling.overview import Overview, heading_before, is_answer
from nbjudge.gradebook.grades import read_grades
from nbjudge.grading.markup import markup_of
from nbjudge.notebooks.regions import Region
from nbjudge.verdicts import NOT_JUDGED, PASSED, Verdict

DETAIL: Final = "nbjudge_detail"  # how much is told, among nbconvert's resources; without it, the settings say so
PAGE: Final = "nbjudge_page"  # the overview among nbconvert's resources
ANSWERS: Final = "nbjudge_answers"  # how many cells at the beginning are answers, likewise
TOLD: Final = "nbjudge_told"  # of a cell, in its metadata


class TellTheStudent(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader publishes no types
    """For feedback: after the points are known, before the judge's metadata goes.

    The answers come first; in the place of each, within the rest of the notebook, stands a link to it.
    """

    # nbgrader's preprocessors have it by another name, and warn if a configuration sets it, as nbconvert's own does
    display_data_priority: Any = List().tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Called by nbconvert with the graded notebook."""
        if not self._settings.grades(resources["nbgrader"].get("assignment", "")):
            _forget(nb)
        detail = resources.get(DETAIL) or self._detail(resources["nbgrader"])
        if detail == VISIBLE:
            keep_to_open_tests(nb, resources, self._regions(nb))
        overview = Overview(nb, resources, detail)
        resources[PAGE] = overview
        numbers = _numbers(overview)
        answers, rest = [], []
        for place, cell in enumerate(nb.cells):
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in overview.verdicts:
                cell.outputs = []
                if detail != SCORES:
                    tests = [_test(verdict, numbers.get((name, verdict.test))) for verdict in overview.verdicts[name]]
                    cell.metadata[TOLD] = {"label": overview.index.label(name), "tests": tests}
            if is_answer(cell):
                cell.metadata[TOLD] = {"heading": heading_before(nb.cells, place)}
                answers.append(cell)
            rest.append(_link_to(cell) if is_answer(cell) else cell)
        resources[ANSWERS] = len(answers)
        nb.cells = answers + rest
        return nb, resources

    @cached_property
    def _settings(self) -> NbJudge:
        return NbJudge(parent=self)

    def _detail(self, told: Mapping[str, Any]) -> str:
        """How much is told on a page that nbgrader makes, which knows of no due dates."""
        if self._settings.feedback_before_due is None:
            return self._settings.told(due=True)
        with Gradebook(told["db_url"]) as gradebook:
            grades = read_grades(gradebook, told["assignment"], [told["student"]])
        return self._settings.told(due=all(one.past_due for one in grades.values()))

    def _regions(self, nb: Any) -> set[Region]:
        """Where hidden tests stand, by what the course says now, and by what it said when this was graded."""
        kept = nb.metadata.get("nbjudge", {}).get("hidden_tests")
        return {markup_of(self).hidden_tests, *region_of(kept)}


class TellTheInstructor(Preprocessor):
    """For formgrader, which adds the points itself: everything, verdicts with their messages."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Called by nbconvert with the graded notebook."""
        if not NbJudge(parent=self).grades(resources.get("assignment_id", "")):
            _forget(nb)
            return nb, resources
        overview = Overview(nb, resources, EVERYTHING)
        resources[PAGE] = overview
        numbers = _numbers(overview)
        for cell in nb.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in overview.verdicts:
                tests = [
                    _test(verdict, numbers.get((name, verdict.test))) | {"message": verdict.message}
                    for verdict in overview.verdicts[name]
                ]
                cell.outputs = []
                cell.metadata[TOLD] = {"label": overview.index.label(name), "tests": tests}
        return nb, resources


def _forget(nb: Any) -> None:
    """Take out what stands where the judge's verdicts would, in an assignment of nbgrader's: a student wrote it."""
    for place in (nb, *nb.cells):
        place.metadata.pop("nbjudge", None)


def _numbers(overview: Overview) -> Mapping[tuple[str, str], int]:
    """Of each test that failed the number of its cause on the page: by grade_id and name."""
    return {
        (test.grade_id, test.name): number for number, cause in enumerate(overview.causes, 1) for test in cause.failed
    }


def _test(verdict: Verdict, cause: int | None) -> dict[str, Any]:
    """What is told of a test beside its cell, as JSON data: the exporter remembers cells by it."""
    sign = {PASSED: "✓", NOT_JUDGED: "?"}.get(verdict.outcome, "✗")
    points = (f"{verdict.points:.2f}", f"{verdict.max_points:.2f}") if verdict.max_points else ()
    return {
        "sign": sign,
        "outcome": verdict.outcome,
        "description": verdict.description or verdict.test,
        "points": " / ".join(part.rstrip("0").rstrip(".") for part in points),
        "cause": cause,
    }


def _link_to(answer: Any) -> Any:
    """What stands in an answer's place within the rest of the notebook."""
    name = answer.metadata.nbgrader.get("grade_id") or ""
    told = {TOLD: {"answer": answer.id, "name": name}}
    return from_dict({"cell_type": "markdown", "id": f"{answer.id}-place"[-64:], "metadata": told, "source": ""})
