"""What the gradebook says of submitted notebooks, read for many students at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from nbgrader.api import BaseCell, Comment, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import Select, func, select


@dataclass
class PageGrades:
    """What the gradebook says of one submitted notebook.

    Attributes:
        score: the sum of its cells' scores; the penalty is not yet taken off.
        max_scores, scores, comments: by grade_id; ``extra``: the extra credit that is in a score, where there is any.
        past_due: whether the student's own due date has passed; so where there is none.
    """

    score: float
    max_score: float
    late_penalty: float | None
    max_scores: Mapping[str, float]
    scores: dict[str, float] = field(default_factory=dict)
    extra: dict[str, float] = field(default_factory=dict)
    comments: dict[str, str | None] = field(default_factory=dict)
    past_due: bool = True

    def to_dict(self) -> dict[str, Any]:
        """As JSON data: what stands on a page, and so not when it is due."""
        told = asdict(self)
        del told["past_due"]
        return told


def read_grades(gradebook: Gradebook, assignment: str, students: Collection[str]) -> dict[tuple[str, str], PageGrades]:
    """What the gradebook says of these students' notebooks: (student, notebook) to grades, as far as it knows them.

    A few queries, however many students.

    Raises:
        MissingEntry: if the gradebook has no such assignment.
        SQLAlchemyError: if it cannot be read.
    """
    notebooks = {notebook.id: notebook for notebook in gradebook.find_assignment(assignment).notebooks}
    most = {
        id_: {cell.name: cell.max_score or 0.0 for cell in (*notebook.grade_cells, *notebook.task_cells)}
        for id_, notebook in notebooks.items()
    }
    columns = SubmittedNotebook.id, SubmittedNotebook.notebook_id, SubmittedAssignment.student_id
    totals = (
        _of(students, notebooks, *columns, SubmittedAssignment.extension)
        .add_columns(SubmittedNotebook.late_submission_penalty, func.coalesce(func.sum(Grade.score), 0.0))
        .outerjoin(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .group_by(SubmittedNotebook.id, SubmittedAssignment.student_id, SubmittedAssignment.extension)
    )
    found: dict[str, PageGrades] = {}
    names: dict[str, tuple[str, str]] = {}
    due, now = gradebook.find_assignment(assignment).duedate, datetime.now(UTC).replace(tzinfo=None)
    for key, id_, student, extension, penalty, score in gradebook.db.execute(totals):
        names[key] = student, notebooks[id_].name
        past = due is None or due + (extension or timedelta()) < now
        found[key] = PageGrades(score, notebooks[id_].max_score, penalty, most[id_], past_due=past)
    for key, name, score, extra in gradebook.db.execute(
        _by_cell(students, notebooks, Grade, Grade.score, Grade.extra_credit)
    ):
        found[key].scores[name] = score
        if extra:
            found[key].extra[name] = extra
    for key, name, comment in gradebook.db.execute(_by_cell(students, notebooks, Comment, Comment.comment)):
        found[key].comments[name] = comment
    return {names[key]: grades for key, grades in found.items()}


def _of(students: Collection[str], notebooks: Collection[str], *columns: Any) -> Select[Any]:
    """Columns of these students' submissions of these notebooks (by id)."""
    return (
        select(*columns)
        .select_from(SubmittedNotebook)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .where(SubmittedAssignment.student_id.in_(students), SubmittedNotebook.notebook_id.in_(notebooks))
    )


def _by_cell(students: Collection[str], notebooks: Collection[str], table: Any, *values: Any) -> Select[Any]:
    """For each cell: the submitted notebook's id, the cell's name, and the values that the table has for it."""
    return (
        _of(students, notebooks, SubmittedNotebook.id, BaseCell.name, *values)
        .join(table, table.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, BaseCell.id == table.cell_id)
    )
