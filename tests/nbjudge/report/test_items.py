"""One test over the class: what is worth a look, and from how many students on."""

from __future__ import annotations

import pytest

from nbjudge.report.items import Item
from nbjudge.verdicts import NOT_JUDGED, PASSED, WRONG
from tests.support.reporting import verdict


def item(passed: int, failed: int, *, hidden: bool = False, visible_pass: bool | None = None) -> Item:
    """A test with so many outcomes; who passes has more points elsewhere."""
    found = Item("nb", "test_a", "test_x", "", hidden, 0)
    for number in range(passed + failed):
        outcome = PASSED if number < passed else WRONG
        rest = 10.0 + number % 3 if outcome == PASSED else 2.0 + number % 3
        found.add(verdict("test_x", outcome, hidden=hidden), "apart", rest, visible_pass)
    return found


def flags(found: Item) -> list[str]:
    return [key for key, _ in found.flags()]


def test_a_test_that_fewer_than_half_pass_is_flagged_from_eight_students_on() -> None:
    assert flags(item(3, 5)) == ["few pass"]
    assert flags(item(4, 4)) == []
    assert flags(item(2, 5)) == []


def test_the_correlation_is_given_from_twenty_students_on() -> None:
    assert item(10, 9).r is None
    assert item(10, 10).r == pytest.approx(0.98, abs=0.02)


def test_a_test_that_says_nothing_about_the_others_is_flagged() -> None:
    found = Item("nb", "test_a", "test_x", "", False, 0)
    for number in range(40):
        found.add(verdict("test_x", PASSED if number % 2 else WRONG), "apart", float(number // 2 % 2), None)
    assert found.r == pytest.approx(0.0, abs=0.1)
    assert flags(found) == ["little correlation"]


def test_a_hidden_test_that_fails_where_the_visible_ones_pass_is_flagged() -> None:
    assert "visible tests pass" in flags(item(17, 3, hidden=True, visible_pass=True))
    assert flags(item(17, 3, hidden=True, visible_pass=False)) == []
    assert flags(item(17, 3, hidden=False, visible_pass=True)) == []
    assert flags(item(18, 2, hidden=True, visible_pass=True)) == []


def test_a_test_without_points_of_its_own_is_correlated_by_whether_it_passes() -> None:
    found = Item("nb", "test_a", "test_x", "", False, 0)
    for number in range(20):
        outcome = PASSED if number % 2 else WRONG
        found.add(verdict("test_x", outcome).__class__("test_x", "", outcome, 0.0, 0.0), "apart", number % 2, None)
    assert found.r == pytest.approx(1.0)


def test_what_was_not_judged_is_no_failure() -> None:
    found = item(8, 0)
    for _ in range(20):
        found.add(verdict("test_x", NOT_JUDGED), "apart", None, None)
    assert (found.students, found.judged, found.passed, flags(found)) == (28, 8, 8, [])
