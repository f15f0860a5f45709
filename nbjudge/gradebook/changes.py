"""The rows that the gradebook should have for submissions: made where there are none, changed where they differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from nbgrader.api import Comment, Grade, SubmittedNotebook, new_uuid
from sqlalchemy import Row, insert
from sqlalchemy.orm import Session

from nbjudge.gradebook.queries import CHANGED_COMMENT, CHANGED_GRADE
from nbjudge.scores import NotebookScores

CellRow = Row[*tuple[Any, ...]]
"""What the gradebook has of one cell; see `queries.CELLS`."""

NO_RESPONSE = "No response."  # nbgrader's words

_Rows = list[dict[str, Any]]


@dataclass
class Writes:
    """What has to be written, gathered: a row is made where there is none, and changed where it differs.

    Attributes:
        notebooks: ids of submission and notebook to that of the submitted notebook, and its penalty so far.
    """

    notebooks: dict[tuple[str, str], tuple[str, float | None]] = field(default_factory=dict)
    new: dict[Any, _Rows] = field(default_factory=lambda: {SubmittedNotebook: [], Grade: [], Comment: []})
    grades: _Rows = field(default_factory=list)
    comments: _Rows = field(default_factory=list)

    def cell(self, row: CellRow, scores: NotebookScores) -> None:
        """Grade and comment of one cell, whichever nbgrader has for its type."""
        notebook_id = self._notebook(row)
        if row.type in ("GradeCell", "TaskCell"):
            self._grade(row, notebook_id, _auto_score(row.name, scores))
        if row.type in ("SolutionCell", "TaskCell"):
            self._comment(row, notebook_id, _auto_comment(row, scores))

    def carry_out(self, session: Session) -> None:
        """Send it all to the database, a statement for each kind of row."""
        for model, rows in self.new.items():
            if rows:
                session.execute(insert(model.__table__), rows)  # of the model itself, SQLAlchemy makes much more ado
        if self.grades:
            session.execute(CHANGED_GRADE, self.grades)
        if self.comments:
            session.execute(CHANGED_COMMENT, self.comments)

    def _notebook(self, row: CellRow) -> str:
        key = row.submission_id, row.notebook_id
        if key not in self.notebooks:
            found = row.submitted_id or new_uuid()
            self.notebooks[key] = found, row.late_submission_penalty
            if row.submitted_id is None:
                new = {"id": found, "notebook_id": row.notebook_id, "assignment_id": row.submission_id}
                self.new[SubmittedNotebook].append(new)
        return self.notebooks[key][0]

    def _grade(self, row: CellRow, notebook_id: str, auto: float | None) -> None:
        waits = row.manual_score is not None or auto is None
        if row.grade_id is None:
            ids = {"id": new_uuid(), "cell_id": row.cell_id, "notebook_id": notebook_id}
            self.new[Grade].append({**ids, "auto_score": auto, "needs_manual_grade": waits})
        elif (row.auto_score, row.needs_manual_grade) != (auto, waits):
            self.grades.append({"key": row.grade_id, "auto": auto, "unjudged": auto is None})

    def _comment(self, row: CellRow, notebook_id: str, auto: str | None) -> None:
        if row.comment_id is None:
            ids = {"id": new_uuid(), "cell_id": row.cell_id, "notebook_id": notebook_id}
            self.new[Comment].append({**ids, "auto_comment": auto})
        elif row.auto_comment != auto:
            self.comments.append({"key": row.comment_id, "auto": auto})


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
