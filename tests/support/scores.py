"""What came of students, made up, for tests of what is told and handed on of it."""

from __future__ import annotations

from nbjudge.scores import CellScore, NotebookScores, Scores
from nbjudge.verdicts import PASSED

UP_TO_DATE = Scores("zoe", None)


def scored(student: str, score: float | None = 2.0, *, notes: tuple[str, ...] = (), **counts: int) -> Scores:
    """A student with a notebook of two grade cells. ``counts``: outcome, with underscores, to a number of tests."""
    cells = {"test_a": CellScore(score, 2.0), "test_b": CellScore(1.0, 3.0)}
    by_name = {name.replace("_", " "): count for name, count in counts.items()} or {PASSED: 4}
    return Scores(student, {"first": NotebookScores(cells, by_name, {"a": True}, notes, None)}, 0.25)
