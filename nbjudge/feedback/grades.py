"""Points, extra credit and comments put into a graded notebook, for its page.

nbgrader's `GetGrades` opens the gradebook for each notebook and asks for each cell by itself; extra credit is in its
points, and not told.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from nbgrader.api import MissingEntry
from nbgrader.preprocessors import GetGrades

from nbjudge.gradebook.grades import PageGrades

T = TypeVar("T")

GIVEN: Final = "nbjudge_grades"  # under which `GivenGrades` finds them among nbconvert's resources


class AllGrades(GetGrades):  # type: ignore[misc]  # nbgrader publishes no types
    """`GetGrades`, and of each cell the extra credit."""

    def _get_score(self, cell: Any, resources: Any) -> None:
        super()._get_score(cell, resources)
        whose = self.notebook_id, self.assignment_id, self.student_id
        grade = self.gradebook.find_grade(cell.metadata.nbgrader["grade_id"], *whose)
        cell.metadata.nbgrader["extra_credit"] = grade.extra_credit or 0.0


class GivenGrades(GetGrades):  # type: ignore[misc]  # nbgrader publishes no types
    """`GetGrades` without a gradebook: the grades come with nbconvert's resources, as `PageGrades.to_dict` gives them.

    Raises:
        MissingEntry: as `GetGrades` does, if they have no such cell.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Called by nbconvert with the graded notebook."""
        self._given = PageGrades(**resources[GIVEN])
        nb, resources = super(GetGrades, self).preprocess(nb, resources)
        penalty = self._given.late_penalty or 0
        points = {"score": self._given.score - penalty, "max_score": self._given.max_score, "late_penalty": penalty}
        resources["nbgrader"].update(points)
        return nb, resources

    def _get_comment(self, cell: Any, resources: Any) -> None:
        cell.metadata.nbgrader["comment"] = _known(self._given.comments, cell)

    def _get_score(self, cell: Any, resources: Any) -> None:
        cell.metadata.nbgrader["score"] = _known(self._given.scores, cell)
        cell.metadata.nbgrader["points"] = _known(self._given.max_scores, cell)
        cell.metadata.nbgrader["extra_credit"] = self._given.extra.get(cell.metadata.nbgrader["grade_id"], 0.0)


def _known(values: Mapping[str, T], cell: Any) -> T:
    name = cell.metadata.nbgrader["grade_id"]
    if name not in values:
        raise MissingEntry(f"the gradebook knows no cell {name!r} of it")
    return values[name]
