"""More time for one student: where nbgrader keeps it, and with what is taken off put right at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from nbgrader.api import Gradebook

from nbjudge.course.errors import GradingError
from nbjudge.gradebook.deadlines.extensions import extend, length_of
from nbjudge.gradebook.recording import record
from tests.support.gradebooks import DUE, LATE, SOME, contents, enter_by_hand, no_penalty

DAY = timedelta(days=1)


def half_a_point_an_hour(student: str, score: float, seconds_late: float) -> float:
    return seconds_late / 7200


def test_extension_is_nbgraders_and_penalties_are_what_grading_again_would_write(gradebook: Gradebook) -> None:
    for student in ("ada", "bob"):  # two days late
        record(gradebook, "layers", student, LATE, SOME, half_a_point_an_hour)
        enter_by_hand(gradebook, "layers", student)
    for length in (DAY, timedelta(hours=47, minutes=59), 2 * DAY, timedelta()):
        before = contents(gradebook)["layers/ada"]
        done = extend(gradebook, "layers", "ada", length, half_a_point_an_hour)
        gradebook.grant_extension("layers", "bob", minutes=length.total_seconds() / 60)
        record(gradebook, "layers", "bob", LATE, SOME, half_a_point_an_hour)
        found = contents(gradebook)
        for book in ("first", "second"):
            assert found["layers/ada"][book]["penalty"] == found["layers/bob"][book]["penalty"]
            assert found["layers/ada"][book]["grades"] == before[book]["grades"], "points by hand stay as they are"
        assert found["layers/ada"]["extension"] == found["layers/bob"]["extension"] == (length or None)
        assert done.due == DUE + length
        assert done.penalties == tuple(
            sum(state[book]["penalty"] or 0.0 for book in ("first", "second"))
            for state in (before, found["layers/ada"])
        )


def test_who_has_not_handed_in_yet_can_be_given_time_and_is_late_by_it(gradebook: Gradebook) -> None:
    gradebook.add_student("ada")
    assert extend(gradebook, "layers", "ada", 3 * DAY, no_penalty).due == DUE + 3 * DAY
    record(gradebook, "layers", "ada", LATE, SOME, half_a_point_an_hour)
    record(gradebook, "layers", "bob", LATE, SOME, half_a_point_an_hour)
    found = contents(gradebook)
    assert [found[f"layers/{student}"]["first"]["penalty"] for student in ("ada", "bob")] == [None, 0.25 + 1.5 + 0.125]
    assert found["layers/ada"]["first"]["grades"] == found["layers/bob"]["first"]["grades"]


@pytest.mark.parametrize(
    ("assignment", "student", "told"),
    [
        ("layers", "eve", "No such student: eve; check the name, or add"),
        ("nowhere", "ada", "No such assignment: nowhere"),
        ("later", "ada", "'later' has no due date"),
    ],
)
def test_what_makes_no_sense_is_told(gradebook: Gradebook, assignment: str, student: str, told: str) -> None:
    record(gradebook, "later", "ada", LATE, SOME, no_penalty)
    before = contents(gradebook)
    with pytest.raises(GradingError, match=told):
        extend(gradebook, assignment, student, DAY, no_penalty)
    assert contents(gradebook) == before


def test_a_plug_in_that_fails_changes_nothing(gradebook: Gradebook) -> None:
    record(gradebook, "layers", "ada", LATE, SOME, half_a_point_an_hour)
    before = contents(gradebook)

    def broken(student: str, score: float, seconds_late: float) -> float:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        extend(gradebook, "layers", "ada", DAY, broken)
    assert contents(gradebook) == before


def test_lengths_of_time_are_read() -> None:
    found = [length_of(text) for text in ("90m", "48h", "2d", "1w", "0")]
    assert found == [timedelta(minutes=90), 2 * DAY, 2 * DAY, 7 * DAY, timedelta()]
    for text in ("", "48", "h", "-1h", "1.5h", "2 days", "999999w"):
        with pytest.raises(ValueError, match="90m, 48h, 2d or 1w"):
            length_of(text)
