"""What the report reads of the gradebook: what nbgrader's own models say, in a few questions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import event

from nbjudge.gradebook.recording import record
from nbjudge.gradebook.submissions import enrolled, read_submissions
from tests.support.gradebooks import EARLY, LATE, SOME, enter_by_hand, graded, no_penalty

STUDENTS = ("ann", "bob", "cyd", "late")


@pytest.fixture
def gradebook(gradebook_url: str) -> Iterator[Gradebook]:
    """Four have handed in, one late, one with an extension, one at an unknown time; and one has not."""
    with Gradebook(gradebook_url, "mini-torch") as opened:
        opened.add_student("ann", first_name="Ann", last_name="Abel")
        opened.add_student("absent")
        times = dict(zip(STUDENTS, (EARLY, LATE, None, LATE), strict=True))
        for student, when in times.items():
            record(opened, "layers", student, when, SOME, lambda *_: 0.5)
        enter_by_hand(opened, "layers", "ann")
        opened.find_submission("layers", "bob").extension = timedelta(days=7)
        opened.db.commit()
        yield opened


def test_points_penalties_and_lateness_are_nbgraders(gradebook: Gradebook) -> None:
    found = read_submissions(gradebook, "layers", STUDENTS)
    assert sorted(found) == list(STUDENTS)
    for submission in gradebook.find_assignment("layers").submissions:
        ours = found[submission.student.id]
        assert ours.timestamp == submission.timestamp
        assert sum(cell.score for cell in ours.cells.values()) == submission.score
        assert ours.penalty == submission.late_submission_penalty
        assert max(0.0, ours.overdue or 0.0) == submission.total_seconds_late
        grades = {(book.name, grade.name): grade.score for book in submission.notebooks for grade in book.grades}
        assert {cell: points.score for cell, points in ours.cells.items()} == grades
    assert (found["ann"].last_name, found["ann"].first_name) == ("Abel", "Ann")
    assert found["late"].penalty == 1.0
    assert found["cyd"].overdue is None
    assert found["bob"].overdue is not None
    assert found["bob"].overdue < 0, "the extension counts"


def test_what_a_person_entered_is_told_apart(gradebook: Gradebook) -> None:
    cells = read_submissions(gradebook, "layers", ["ann"])["ann"].cells
    assert (cells["first", "test_a"].auto, cells["first", "test_a"].manual) == (0.25, 0.75)
    assert cells["first", "test_b"].extra == 0.5
    assert cells["first", "essay"].waits


def test_no_points_are_left_below_nothing(gradebook: Gradebook) -> None:
    record(gradebook, "layers", "late", LATE, graded(0.0, 0.0, 0.0), no_penalty)
    (found,) = read_submissions(gradebook, "layers", ["late"]).values()
    found.penalty = 3.0
    assert found.points == 0.0


def test_only_those_asked_for_are_read_and_the_number_of_questions_does_not_grow(gradebook: Gradebook) -> None:
    asked: list[str] = []
    event.listen(gradebook.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    assert read_submissions(gradebook, "layers", ["ann", "nobody"]).keys() == {"ann"}
    few = len(asked)
    assert read_submissions(gradebook, "layers", STUDENTS).keys() == set(STUDENTS)
    assert len(asked) == 2 * few
    assert read_submissions(gradebook, "later", STUDENTS) == {}


def test_everybody_is_enrolled_whom_the_gradebook_knows(gradebook: Gradebook) -> None:
    assert sorted(enrolled(gradebook)) == [
        ("absent", "", ""), ("ann", "Abel", "Ann"), *((name, "", "") for name in STUDENTS[1:]),
    ]  # fmt: skip
