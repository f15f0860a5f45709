"""Who gains or loses if a class is graded again: what was judged now, against what the gradebook has."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError

from nbjudge.course.errors import MEND, GradingError, explained
from nbjudge.gradebook.opening import open_gradebook, patiently
from nbjudge.gradebook.submissions import CellPoints, Submitted, read_submissions
from nbjudge.scores import Scores

NOTHING: Final = CellPoints(None, None, None, 0.0, False)
_SAME: Final = 1e-9  # points: sums of shares of a cell differ by less


@dataclass(frozen=True)
class CellGain:
    """One cell of a student whose points from tests would change.

    Attributes:
        before, after: points from tests; None if it is not judged, or has not been.
        by_hand: whether a person gave points, which count in place of these whatever the tests say.
    """

    notebook: str
    cell: str
    before: float | None
    after: float | None
    by_hand: bool

    @property
    def points(self) -> float:
        """Of these, what the student's total would change by."""
        return 0.0 if self.by_hand else (self.after or 0.0) - (self.before or 0.0)


@dataclass(frozen=True)
class Gain:
    """A student of whom some cell would change. ``before``: points in all, without penalty for lateness."""

    student: str
    before: float
    cells: tuple[CellGain, ...]

    @property
    def points(self) -> float:
        """What the total would change by; negative is a loss."""
        return sum(cell.points for cell in self.cells)


@dataclass(frozen=True)
class WhatIf:
    """What grading again would change.

    Attributes:
        gains: students of whom some cell would change, by name.
        unchanged: how many have the same points in every cell.
        ungraded: students who have handed in, and of whom the gradebook knows nothing yet.
    """

    gains: tuple[Gain, ...]
    unchanged: int
    ungraded: tuple[str, ...]


def known_submissions(coursedir: CourseDirectory, assignment: str, students: Collection[str]) -> dict[str, Submitted]:
    """What the gradebook has of these students' submissions.

    Raises:
        GradingError: if it cannot be read.
    """
    with open_gradebook(coursedir, writable=False) as gradebook:
        try:
            return patiently(lambda: read_submissions(gradebook, assignment, students))
        except SQLAlchemyError as error:
            raise GradingError(f"{explained(error)}\n{MEND}") from error


def what_if(judged: Sequence[Scores], known: Mapping[str, Submitted]) -> WhatIf:
    """Compare.

    Args:
        judged: what came of judging now.
        known: student to what the gradebook has; see ``read_submissions``.
    """
    graded = {one.student: one for one in judged if one.student in known and known[one.student].cells}
    gains = []
    for student in sorted(graded):
        points = known[student].cells
        cells = tuple(_changed(graded[student], points))
        if cells:
            gains.append(Gain(student, sum(cell.score for cell in points.values()), cells))
    ungraded = tuple(sorted({one.student for one in judged} - graded.keys()))
    return WhatIf(tuple(gains), len(graded) - len(gains), ungraded)


def _changed(scores: Scores, points: Mapping[tuple[str, str], CellPoints]) -> Iterator[CellGain]:
    for notebook, found in (scores.notebooks or {}).items():
        for name, cell in found.cells.items():
            there = points.get((notebook, name), NOTHING)
            if not _same(there.auto, cell.score):
                yield CellGain(notebook, name, there.auto, cell.score, there.manual is not None)


def _same(before: float | None, after: float | None) -> bool:
    if before is None or after is None:
        return before is after
    return math.isclose(before, after, rel_tol=0.0, abs_tol=_SAME)
