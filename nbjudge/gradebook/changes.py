"""The rows that the gradebook should have for a submission: made where there are none, changed where they differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from nbgrader.api import Comment, Grade, SubmittedNotebook, new_uuid
from sqlalchemy import Row, insert, update
from sqlalchemy.orm import Session

from nbjudge.scores import NotebookScores

CellRow = Row[*tuple[Any, ...]]
"""What the gradebook has of one cell; see `queries.CELLS`."""

NO_RESPONSE = "No response."  # nbgrader's words

_Values = dict[Any, list[dict[str, Any]]]  # model to the rows of it


@dataclass
class Writes:
    """What has to be written, gathered: a row is made where there is none, and changed where it differs.

    Attributes:
        notebooks: id of each notebook of the assignment to that of the submitted one, and its penalty so far.
    """

    submission_id: str
    notebooks: dict[str, tuple[str, float | None]] = field(default_factory=dict)
    new: _Values = field(default_factory=lambda: {SubmittedNotebook: [], Grade: [], Comment: []})
    changed: _Values = field(default_factory=lambda: {Grade: [], Comment: []})

    def cell(self, row: CellRow, scores: NotebookScores) -> None:
        """Grade and comment of one cell, whichever nbgrader has for its type."""
        notebook_id = self._notebook(row)
        if row.type in ("GradeCell", "TaskCell"):
            auto = _auto_score(row.name, scores)
            values = {"auto_score": auto, "needs_manual_grade": row.manual_score is not None or auto is None}
            self._write(Grade, row, row.grade_id, notebook_id, values)
        if row.type in ("SolutionCell", "TaskCell"):
            self._write(Comment, row, row.comment_id, notebook_id, {"auto_comment": _auto_comment(row, scores)})

    def carry_out(self, session: Session) -> None:
        """Send it all to the database, a statement for each kind of row."""
        for model, rows in self.new.items():
            if rows:
                session.execute(insert(model.__table__), rows)  # of the model itself, SQLAlchemy makes much more ado
        for model, rows in self.changed.items():
            if rows:
                session.execute(update(model), rows)

    def _notebook(self, row: CellRow) -> str:
        if row.notebook_id not in self.notebooks:
            found = row.submitted_id or new_uuid()
            self.notebooks[row.notebook_id] = found, row.late_submission_penalty
            if row.submitted_id is None:
                new = {"id": found, "notebook_id": row.notebook_id, "assignment_id": self.submission_id}
                self.new[SubmittedNotebook].append(new)
        return self.notebooks[row.notebook_id][0]

    def _write(self, model: Any, row: CellRow, key: str | None, notebook_id: str, values: dict[str, Any]) -> None:
        if key is None:
            self.new[model].append({"cell_id": row.cell_id, "notebook_id": notebook_id, **values})
        elif any(getattr(row, name) != value for name, value in values.items()):
            self.changed[model].append({"id": key, **values})


def _auto_score(cell: str, scores: NotebookScores) -> float | None:
    if cell in scores.cells:
        return scores.cells[cell].score
    # Cells that a person grades: no response is a zero, and so is a task of which there is nothing to see.
    # Anything else waits for that person.
    nothing = not scores.answered[cell] if cell in scores.answered else scores.reason is not None
    return 0.0 if nothing else None


def _auto_comment(row: CellRow, scores: NotebookScores) -> str | None:
    before: str | None = row.auto_comment
    answered = scores.answered.get(row.name)
    return before if answered is None else None if answered else NO_RESPONSE
