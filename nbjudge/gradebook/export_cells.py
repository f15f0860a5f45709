"""The points of each grade cell as CSV: a row for each student and cell, as the gradebook has them.

Beside them stands what the gradebook does not keep, of the graded notebook: where the cell was judged, and the mistakes
that its tests name.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from nbgrader.api import Assignment, BaseCell, Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import select

from nbjudge.gradebook.csv_file import write_table
from nbjudge.gradebook.export import students_of
from nbjudge.gradebook.opening import patiently
from nbjudge.notebooks.graded import GradedCell, NotGraded, read_graded
from nbjudge.scores import diagnoses_of


class _Points(NamedTuple):
    """What the gradebook has of one cell of a submission."""

    auto: float | None
    manual: float | None
    extra: float | None
    score: float
    waits: bool


NOTHING: Final = _Points(None, None, None, 0.0, False)


class _Kept(NamedTuple):
    """What grading left of a cell: where it was judged, and the mistakes, in words."""

    stand: str | None
    diagnoses: str | None


NOTHING_KEPT: Final = _Kept(None, None)
Left = Callable[[str, str], Mapping[tuple[str, str], _Kept]]
"""Assignment, student -> what grading left of the cells, by notebook and grade_id; see ``left_in``."""


def left_in(coursedir: CourseDirectory) -> Left:
    """What lies in the course's autograded/; nothing of a notebook that is not there or not the judge's."""

    def left(assignment: str, student: str) -> dict[tuple[str, str], _Kept]:
        found: dict[tuple[str, str], _Kept] = {}
        folder = Path(coursedir.root, coursedir.format_path(coursedir.autograded_directory, student, assignment))
        for path in sorted(folder.glob("[!.]*.ipynb")):
            with contextlib.suppress(NotGraded, OSError):
                found |= {(path.stem, name): _kept(cell) for name, cell in read_graded(path).cells.items()}
        return found

    return left


def _kept(cell: GradedCell) -> _Kept:
    told = diagnoses_of(cell.verdicts)
    return _Kept(cell.stand, "; ".join(f"{about}: {key}" for about, key in told) or None)


class _Row(NamedTuple):
    assignment: Assignment
    notebook: str
    cell: str
    max_score: float
    student: Student
    found: _Points
    left: _Kept


COLUMNS: Final[dict[str, Callable[[_Row], Any]]] = {
    "assignment": lambda row: row.assignment.name,
    "notebook": lambda row: row.notebook,
    "cell": lambda row: row.cell,
    "student_id": lambda row: row.student.id,
    "last_name": lambda row: row.student.last_name,
    "first_name": lambda row: row.student.first_name,
    "auto_score": lambda row: row.found.auto,
    "manual_score": lambda row: row.found.manual,
    "extra_credit": lambda row: row.found.extra,
    "score": lambda row: row.found.score,
    "max_score": lambda row: row.max_score,
    "needs_manual_grade": lambda row: row.found.waits,
    "stand": lambda row: row.left.stand,
    "diagnoses": lambda row: row.left.diagnoses,
}


def write_cells(
    gradebook: Gradebook, target: Path, assignments: Sequence[str], students: Sequence[str], left: Left
) -> int:
    """Write all cells' points, or those of these assignments and students; returns the number of rows.

    Raises:
        OSError: if the file cannot be written; what was there is then as it was.
        SQLAlchemyError: if the gradebook cannot be read.
    """
    table = patiently(lambda: list(_table(gradebook, assignments, students, left)))
    return write_table(target, list(COLUMNS), ([column(row) for column in COLUMNS.values()] for row in table))


def _table(gradebook: Gradebook, assignments: Sequence[str], students: Sequence[str], left: Left) -> Iterator[_Row]:
    """By assignment, student (in nbgrader's order), notebook and cell; submitted or not."""
    chosen = students_of(gradebook, students)
    for assignment in gradebook.assignments:
        if assignments and assignment.name not in assignments:
            continue
        cells = [
            (notebook.name, cell.name, cell.max_score, cell.id)
            for notebook in assignment.notebooks
            for cell in sorted((*notebook.grade_cells, *notebook.task_cells), key=lambda cell: cell.name)
        ]
        found = _points(gradebook, assignment)
        for student in chosen:
            kept = left(assignment.name, student.id)
            for notebook, name, max_score, key in cells:
                points = found.get((student.id, key), NOTHING)
                yield _Row(
                    assignment, notebook, name, max_score, student, points, kept.get((notebook, name), NOTHING_KEPT)
                )


def _points(gradebook: Gradebook, assignment: Assignment) -> dict[tuple[str, str], _Points]:
    """Student and id of the cell to what the gradebook has of it: one query, however many students."""
    columns = (
        select(
            SubmittedAssignment.student_id,
            BaseCell.id,
            Grade.auto_score,
            Grade.manual_score,
            Grade.extra_credit,
            Grade.score,
            Grade.needs_manual_grade,
        )
        .select_from(Grade)
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .where(SubmittedAssignment.assignment_id == assignment.id)
    )
    return {(student, cell): _Points(*points) for student, cell, *points in gradebook.db.execute(columns)}
