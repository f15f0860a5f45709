"""A small gradebook for tests of what is written there and read from there, and nbgrader's own way of writing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from nbgrader.api import Base, Gradebook
from sqlalchemy import create_engine, inspect, select, text

from nbjudge.gradebook.recording import LatePenalty
from nbjudge.scores import CellScore, NotebookScores
from tests.support.forking import alembic_version, fork_program

DUE = datetime(2026, 11, 1, 12)
EARLY, LATE = datetime(2026, 11, 1, 11, 59), datetime(2026, 11, 3, 12)
NOTEBOOKS = ("first", "second")
TESTS = ("test_a", "test_b", "test_c")
MOST = 3.0  # points of each of them


def result(*scores: float | None, code: bool = True, essay: bool = True, reason: str | None = None) -> NotebookScores:
    """These scores in TESTS, and whether each solution cell is answered: ``essay`` is one that a person grades."""
    cells = {name: CellScore(score, MOST) for name, score in zip(TESTS, scores, strict=True)}
    return NotebookScores(cells, {}, {"code": code, "essay": essay}, (), reason)


def graded(*scores: float | None, **others: Any) -> dict[str, NotebookScores]:
    """The same in each of NOTEBOOKS."""
    return {name: result(*scores, **others) for name in NOTEBOOKS}


SOME = graded(0.25, 1.5, 0.125)  # sums of these are exact in any order
UNREADABLE = graded(0.0, 0.0, 0.0, code=False, essay=False, reason="no notebook")


def no_penalty(student: str, score: float, seconds_late: float) -> float | None:
    """nbgrader's default."""
    return None


def make_gradebook(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two assignments, one due, of two notebooks each; cells of every kind."""
    monkeypatch.setattr("nbgrader.api.get_alembic_version", alembic_version)
    with Gradebook(url, "mini-torch") as gradebook:
        for assignment, due in (("layers", str(DUE)), ("later", None)):
            gradebook.add_assignment(assignment, duedate=due)
            for notebook in NOTEBOOKS:
                add_notebook(gradebook, assignment, notebook)


def add_notebook(gradebook: Gradebook, assignment: str, notebook: str) -> None:
    """A notebook with cells of every kind."""
    gradebook.add_notebook(notebook, assignment)
    for name in TESTS:
        gradebook.add_grade_cell(name, notebook, assignment, max_score=MOST, cell_type="code")
    gradebook.add_grade_cell("essay", notebook, assignment, max_score=2.0, cell_type="markdown")
    for name in ("essay", "code"):
        gradebook.add_solution_cell(name, notebook, assignment)
    gradebook.add_task_cell("task", notebook, assignment, max_score=1.0, cell_type="markdown")


def as_nbgrader_does(
    gradebook: Gradebook,
    assignment: str,
    student: str,
    timestamp: datetime | None,
    results: Mapping[str, NotebookScores],
    late_penalty: LatePenalty,
) -> None:
    """What `nbgrader autograde` writes, by its methods: init_assignment, SaveAutoGrades, AssignLatePenalties."""
    gradebook.update_or_create_student(student)
    when = {} if timestamp is None else {"timestamp": timestamp}
    submission = gradebook.update_or_create_submission(assignment, student, **when)
    for notebook, found in results.items():
        scores = {name: cell.score for name, cell in found.cells.items()}
        scores["essay"] = None if found.answered["essay"] else 0.0
        for name, score in scores.items():
            grade = gradebook.find_grade(name, notebook, assignment, student)
            grade.auto_score = score
            grade.needs_manual_grade = grade.manual_score is not None or score is None
        for name, answered in found.answered.items():
            comment = gradebook.find_comment(name, notebook, assignment, student)
            comment.auto_comment = None if answered else "No response."
        gradebook.db.commit()
        book = gradebook.find_submission_notebook(notebook, assignment, student)
        book.late_submission_penalty = None
        if submission.total_seconds_late > 0:
            penalty = late_penalty(student, book.score, submission.total_seconds_late)
            book.late_submission_penalty = None if penalty is None else min(max(penalty, 0), book.score)
        gradebook.db.commit()


def enter_by_hand(gradebook: Gradebook, assignment: str, student: str) -> None:
    """What a person may enter in formgrader, and an extension."""
    grade = gradebook.find_grade("test_a", "first", assignment, student)
    grade.manual_score, grade.needs_manual_grade = 0.75, False
    gradebook.find_grade("test_b", "first", assignment, student).extra_credit = 0.5
    gradebook.find_grade("task", "second", assignment, student).manual_score = 1.0
    gradebook.find_comment("code", "first", assignment, student).manual_comment = "Well argued."
    gradebook.find_submission_notebook("second", assignment, student).flagged = True
    gradebook.db.commit()


_REFUSING = {
    "sqlite": (
        "CREATE TRIGGER full BEFORE INSERT ON comment BEGIN SELECT RAISE(ABORT, 'no room'); END",
        "DROP TRIGGER full",
    ),
    "postgresql": (
        'ALTER TABLE comment ADD CONSTRAINT "no room" CHECK (false) NOT VALID',
        'ALTER TABLE comment DROP CONSTRAINT "no room"',
    ),
}


@contextmanager
def refusing_comments(gradebook: Gradebook) -> Iterator[None]:
    """As if there were *no room* for one more comment."""
    begin, end = _REFUSING[gradebook.engine.dialect.name]
    for statement in (begin, end):
        with gradebook.engine.begin() as connection:
            connection.execute(text(statement))
        if statement is begin:
            yield


def contents(gradebook: Gradebook) -> dict[str, Any]:
    """All that the gradebook has of submissions, by names instead of its random ids."""
    gradebook.db.expire_all()
    try:
        return {
            f"{submission.name}/{submission.student.id}": {
                "timestamp": submission.timestamp,
                "extension": submission.extension,
                "score": submission.score,
                **{book.name: _book(book) for book in submission.notebooks},
            }
            for assignment in gradebook.assignments
            for submission in assignment.submissions
        }
    finally:
        gradebook.db.rollback()


def _book(book: Any) -> dict[str, Any]:
    grades = {
        f"{grade.cell.type} {grade.name}": (
            grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade, grade.score
        )
        for grade in book.grades
    }  # fmt: skip
    comments = {
        f"{comment.cell.type} {comment.name}": (comment.auto_comment, comment.manual_comment)
        for comment in book.comments
    }
    assert (len(grades), len(comments)) == (len(book.grades), len(book.comments)), "a row is there twice"
    return {"flagged": book.flagged, "penalty": book.late_submission_penalty, "grades": grades, "comments": comments}


def course_with(db_url: str, course_id: str = "mini-torch") -> Any:
    """As much of nbgrader's CourseDirectory as opening the gradebook takes."""
    return SimpleNamespace(db_url=db_url, course_id=course_id)


def upgrade(file: Path) -> None:
    """Bring a gradebook up to date, as nbgrader does."""
    ended = fork_program(["nbgrader", "db", "upgrade", f"--db=sqlite:///{file}"], file.parent, {}).wait()
    assert ended.code == 0, ended.err


def dumped(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, sorted."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return {
                name: sorted(map(tuple, connection.execute(_everything_of(name))), key=repr)
                for name in inspect(connection).get_table_names()
            }
    finally:
        engine.dispose()


def _everything_of(table: str) -> Any:
    known = Base.metadata.tables.get(table)
    return text(f"SELECT * FROM {table}") if known is None else select(known)
