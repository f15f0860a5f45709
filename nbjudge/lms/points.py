"""The points of a class as they go out: whose are settled, and since when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import Gradebook

from nbjudge.gradebook.submissions import Submitted, read_submissions
from nbjudge.lms.gradefiles.filling import Points


@dataclass(frozen=True)
class Settled:
    """Of one assignment: points to be had; of each student who has some, these; who waits for a person, and why."""

    most: float
    points: Mapping[str, Points]
    waiting: Mapping[str, str]


def settled_points(gradebook: Gradebook, autograded: Path, assignment: str, students: Collection[str]) -> Settled:
    """What the gradebook has of these students. Who handed nothing in has no points, and not zero.

    Args:
        autograded: the course's folder of that name: it says since when the tests' points are there.

    Raises:
        SQLAlchemyError: if the gradebook cannot be read.
    """
    found = read_submissions(gradebook, assignment, students)
    waiting = {
        student: f"{cells} cells wait for a person" if cells > 1 else "a cell waits for a person"
        for student, one in found.items()
        if (cells := sum(cell.waits for cell in one.cells.values()))
    }
    points = {
        student: Points(one.points, _since(one, autograded / student / assignment))
        for student, one in found.items()
        if student not in waiting
    }
    return Settled(gradebook.find_assignment(assignment).max_score, points, waiting)


def _since(one: Submitted, folder: Path) -> datetime | None:
    """When the tests gave these points; None where a person had a hand in them, whose time nobody has."""
    by_hand = any(cell.manual is not None or cell.extra for cell in one.cells.values())
    times = [path.stat().st_mtime for path in folder.glob("*.ipynb")] if not by_hand else []
    return datetime.fromtimestamp(max(times), UTC) if times else None
