"""The gradebook after grading: one transaction a submission, and what nbgrader would have written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from nbjudge.gradebook.recording import LatePenalty, ToRecord, record, record_all, recorded
from nbjudge.scores import NotebookScores
from tests.support.gradebooks import (
    EARLY,
    LATE,
    SOME,
    UNREADABLE,
    add_notebook,
    as_nbgrader_does,
    contents,
    enter_by_hand,
    graded,
    no_penalty,
    refusing_comments,
)

# nbgrader's add_submission, which these tests compare with, adds rows in an order that SQLAlchemy 2 warns of
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted.*> not in session")


def _all(student: str, score: float, seconds_late: float) -> float:
    return score


def _too_much(student: str, score: float, seconds_late: float) -> float:
    return score + seconds_late


def _a_gift(student: str, score: float, seconds_late: float) -> float:
    return -1.0


Step = tuple[datetime | None, dict[str, NotebookScores], LatePenalty] | str
NOTHING = graded(0.0, 0.0, 0.0, code=False, essay=False)
HISTORIES: dict[str, list[Step]] = {
    "in time": [(EARLY, SOME, _all)],
    "no timestamp": [(None, SOME, _all)],
    "late, no penalty": [(LATE, SOME, no_penalty)],
    "late, all taken": [(LATE, SOME, _all)],
    "late, more than all": [(LATE, SOME, _too_much)],
    "late, less than nothing": [(LATE, SOME, _a_gift)],
    "timestamp kept": [(LATE, SOME, _all), (None, SOME, _all)],
    "penalty taken back": [(LATE, SOME, _all), (EARLY, SOME, _all)],
    "extended": [(LATE, SOME, _all), "extension", (LATE, SOME, _all)],
    "unreadable": [(EARLY, UNREADABLE, _all)],
    "not judged": [(EARLY, graded(None, 1.0, None), _all)],
    "judged later": [(EARLY, graded(None, 1.0, None), _all), (EARLY, graded(3.0, 1.0, 0.0), _all)],
    "no essay": [(EARLY, graded(1.0, 2.0, 3.0, essay=False), _all)],
    "essay later": [(EARLY, NOTHING, _all), (LATE, SOME, _all)],
    "by hand": [(EARLY, SOME, _all), "by hand", (LATE, graded(0.5, 0.5, 0.5), _all)],
    "by hand, the same again": [(EARLY, SOME, _all), "by hand", (EARLY, SOME, _all)],
}  # fmt: skip


@pytest.mark.parametrize("history", HISTORIES)
def test_what_is_recorded_is_what_nbgrader_would_have_written(gradebook: Gradebook, history: str) -> None:
    for student, write in (("ours", record), ("stock", as_nbgrader_does)):
        for step in HISTORIES[history]:
            if step == "by hand":
                enter_by_hand(gradebook, "layers", student)
            elif step == "extension":
                gradebook.grant_extension("layers", student, days=5)
            else:
                assert not isinstance(step, str)
                write(gradebook, "layers", student, *step)
    found = contents(gradebook)
    assert set(found) == {"layers/ours", "layers/stock"}
    if history == "unreadable":  # nbgrader has no word for it; here there is nothing to see for a person either
        for book in ("first", "second"):
            found["layers/stock"][book]["grades"]["TaskCell task"] = (0.0, None, None, False, 0.0)
    assert found["layers/ours"] == found["layers/stock"]
    assert found["layers/ours"]["first"]["grades"]
    assert recorded(gradebook, "layers") == {"ours", "stock"}


def test_what_a_person_entered_survives_and_is_marked_to_be_looked_at(gradebook: Gradebook) -> None:
    record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
    enter_by_hand(gradebook, "layers", "ada")
    record(gradebook, "layers", "ada", EARLY, graded(2.0, 2.0, 2.0), no_penalty)
    first = contents(gradebook)["layers/ada"]["first"]
    assert first["grades"]["GradeCell test_a"] == (2.0, 0.75, None, True, 0.75)
    assert first["grades"]["GradeCell test_b"] == (2.0, None, 0.5, False, 2.5)
    assert first["comments"]["SolutionCell code"] == (None, "Well argued.")


def test_task_that_could_not_be_read_waits_for_a_person_once_it_can(gradebook: Gradebook) -> None:
    record(gradebook, "layers", "ada", EARLY, UNREADABLE, no_penalty)
    record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
    assert contents(gradebook)["layers/ada"]["first"]["grades"]["TaskCell task"] == (None, None, None, True, 0.0)


def test_notebooks_and_cells_added_after_an_earlier_grading_get_their_rows(gradebook: Gradebook) -> None:
    record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
    before = contents(gradebook)["layers/ada"]["first"]
    add_notebook(gradebook, "layers", "third")
    gradebook.add_task_cell("more", "first", "layers", max_score=1.0, cell_type="markdown")
    record(gradebook, "layers", "ada", EARLY, {**SOME, "third": SOME["first"]}, no_penalty)
    after = contents(gradebook)["layers/ada"]
    assert after["third"] == before
    assert after["first"]["grades"].pop("TaskCell more") == (None, None, None, True, 0.0)
    assert after["first"]["comments"].pop("TaskCell more") == (None, None)
    assert after["first"] == before


@contextmanager
def _counted(gradebook: Gradebook) -> Iterator[dict[str, int]]:
    """How many statements and commits the gradebook sends meanwhile."""
    counts = {"statements": 0, "commits": 0}

    def statement(*_: object) -> None:
        counts["statements"] += 1

    def commit(*_: object) -> None:
        counts["commits"] += 1

    listeners = (("before_cursor_execute", statement), ("commit", commit))
    for name, listener in listeners:
        event.listen(gradebook.engine, name, listener)
    yield counts
    for name, listener in listeners:
        event.remove(gradebook.engine, name, listener)


def test_a_submission_is_one_transaction_of_a_few_statements_however_many_there_are(gradebook: Gradebook) -> None:
    for number in range(30):
        with _counted(gradebook) as counts:
            record(gradebook, "layers", f"s{number}", LATE, SOME, _all)
        assert counts["commits"] == 1
        assert counts["statements"] <= 12, "three are for the late penalties of two notebooks"


def test_submissions_that_come_together_share_the_statements_and_nothing_else(gradebook: Gradebook) -> None:
    asked = [
        ToRecord("ada", LATE, graded(2.0, None, 0.5)),
        ToRecord("bob", EARLY, UNREADABLE),
        ToRecord("eve", None, SOME),
        ToRecord("zoe", LATE, SOME),
    ]
    record(gradebook, "layers", "bob", LATE, SOME, _all)
    enter_by_hand(gradebook, "layers", "bob")
    gradebook.add_student("zoe")
    with _counted(gradebook) as counts:
        record_all(gradebook, "layers", asked, lambda student, score, _: score / len(student))
    assert counts["commits"] == 1
    assert counts["statements"] <= 14, "five kinds of rows, of which three are made and changed"
    together = contents(gradebook)
    for one in asked:
        record(gradebook, "later", one.student, one.timestamp, one.graded, no_penalty)
    apart = contents(gradebook)
    for student in ("ada", "eve", "zoe"):
        for book in ("first", "second"):
            assert together[f"layers/{student}"][book]["grades"] == apart[f"later/{student}"][book]["grades"]
    assert together["layers/ada"]["first"]["penalty"] == 2.5 / 3
    assert together["layers/bob"]["first"]["penalty"] is None
    assert together["layers/bob"]["first"]["grades"]["GradeCell test_a"] == (0.0, 0.75, None, True, 0.75)


def test_one_that_cannot_be_recorded_takes_those_with_it_back(gradebook: Gradebook) -> None:
    with pytest.raises(KeyError):
        record_all(gradebook, "layers", [ToRecord("ada", EARLY, SOME), ToRecord("bob", EARLY, {})], no_penalty)
    assert (contents(gradebook), gradebook.students) == ({}, [])


def test_nothing_is_written_where_nothing_differs(gradebook: Gradebook) -> None:
    record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
    with _counted(gradebook) as counts:
        record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
    begun = gradebook.engine.dialect.name == "sqlite"  # by a statement of its own
    assert counts == {"statements": begun + 2, "commits": 1}


def test_a_failure_leaves_the_gradebook_as_it_was_and_the_session_usable(gradebook: Gradebook) -> None:
    record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
    before = contents(gradebook)

    def broken(student: str, score: float, seconds_late: float) -> float:
        raise ZeroDivisionError("the course's own plug-in")

    for student in ("ada", "bob"):
        with pytest.raises(ZeroDivisionError):
            record(gradebook, "layers", student, LATE, graded(0.0, 0.0, 0.0), broken)
    with refusing_comments(gradebook), pytest.raises(DBAPIError, match="no room"):
        record(gradebook, "layers", "bob", EARLY, SOME, no_penalty)
    assert contents(gradebook) == before
    assert [student.id for student in gradebook.students] == ["ada"]
    record(gradebook, "layers", "bob", EARLY, SOME, no_penalty)
    assert recorded(gradebook, "layers") == {"ada", "bob"}


def test_an_assignment_that_the_gradebook_does_not_know_is_named(gradebook: Gradebook) -> None:
    with pytest.raises(MissingEntry, match="nowhere"):
        record(gradebook, "nowhere", "ada", EARLY, SOME, no_penalty)
    assert gradebook.students == []


def test_recorded_are_those_who_submitted_this_assignment(gradebook: Gradebook) -> None:
    gradebook.add_student("eve")
    record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
    record(gradebook, "later", "bob", EARLY, SOME, no_penalty)
    with _counted(gradebook) as counts:
        assert recorded(gradebook, "layers") == {"ada"}
    assert counts["statements"] == 1
