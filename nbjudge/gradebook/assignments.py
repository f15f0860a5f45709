"""What the gradebook knows of an assignment: its notebooks, their cells, when it is due, how many submitted it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from nbgrader.api import Assignment, Gradebook, Notebook, SubmittedAssignment
from sqlalchemy import select


@dataclass(frozen=True)
class KnownNotebook:
    """The cells that the gradebook has of a notebook, by grade_id.

    Attributes:
        graded: to points, of cells with tests and those that a person grades; ``tasks``: the same of tasks.
        solutions: where students write; ``sources``: of which it keeps the text.
    """

    graded: Mapping[str, float]
    tasks: Mapping[str, float]
    solutions: frozenset[str]
    sources: frozenset[str]


@dataclass(frozen=True)
class KnownAssignment:
    """What the gradebook has of an assignment; ``due`` is UTC without tzinfo."""

    notebooks: Mapping[str, KnownNotebook]
    due: datetime | None
    submissions: int


def known_assignment(gradebook: Gradebook, name: str) -> KnownAssignment:
    """What it has of the assignment of this name.

    Raises:
        MissingEntry: if it has none.
        SQLAlchemyError: if it cannot be read.
    """
    assignment = gradebook.find_assignment(name)
    return KnownAssignment(
        {notebook.name: _known(notebook) for notebook in assignment.notebooks},
        assignment.duedate,
        assignment.num_submissions,
    )


def next_deadline(gradebook: Gradebook, name: str, now: float) -> float:
    """When the assignment is due next for somebody, extensions included; infinite if it never is.

    Args:
        now: in seconds of the epoch, as the result.

    Raises:
        SQLAlchemyError: if it cannot be read.
    """
    rows = gradebook.db.execute(
        select(Assignment.duedate, SubmittedAssignment.extension)
        .outerjoin(SubmittedAssignment, SubmittedAssignment.assignment_id == Assignment.id)
        .where(Assignment.name == name)
        .distinct()
    )
    dues = {
        due + late for due, extension in rows if due is not None for late in (timedelta(), extension or timedelta())
    }
    times = (due.replace(tzinfo=UTC).timestamp() for due in dues)
    return min((time for time in times if time > now), default=float("inf"))


def _known(notebook: Notebook) -> KnownNotebook:
    return KnownNotebook(
        {cell.name: cell.max_score for cell in notebook.grade_cells},
        {cell.name: cell.max_score for cell in notebook.task_cells},
        frozenset(cell.name for cell in notebook.solution_cells),
        frozenset(cell.name for cell in notebook.source_cells),
    )
