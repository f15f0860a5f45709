"""The policy is plain, checked data."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from nbjudge.limits import Limits


def test_limits_survive_the_way_through_json() -> None:
    limits = Limits(cell_seconds=2.5, candidates=3)
    assert Limits.from_dict(json.loads(json.dumps(limits.as_dict()))) == limits


def test_what_a_dictionary_leaves_out_keeps_its_default() -> None:
    assert Limits.from_dict({"candidates": 7}) == dataclasses.replace(Limits(), candidates=7)


def test_an_unknown_limit_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"no such limit: cell_second; expected some of .*cell_seconds"):
        Limits.from_dict({"cell_second": 1})


@pytest.mark.parametrize(
    "wrong",
    [
        {"cell_seconds": "10"},
        {"cell_seconds": 0},
        {"cell_seconds": float("nan")},
        {"test_seconds": float("inf")},
        {"cpu_seconds": 1.5},
        {"memory_bytes": -1},
        {"open_files": True},
        {"file_bytes": -1},
    ],
    ids=repr,
)
def test_a_senseless_limit_is_refused_by_name(wrong: dict[str, Any]) -> None:
    (name,) = wrong
    with pytest.raises(ValueError, match=f"limit {name}: expected .* found"):
        Limits(**wrong)


def test_limits_cannot_be_changed_afterwards() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Limits().memory_bytes = 1  # type: ignore[misc]  # the assignment that must fail


# ---------------------------------------------------------------- slow solutions


def test_limits_stay_for_a_quick_solution() -> None:
    assert Limits().following(0.4, 0.9, 20.0) == Limits()


def test_limits_grow_by_doubling_to_ten_times_what_a_slow_solution_took() -> None:
    grown = Limits().following(0.8, 1.1, 30.0)
    assert (grown.test_seconds, grown.cell_seconds, grown.student_seconds) == (10.0, 20.0, 480.0)
    assert grown.cpu_seconds == 2 * Limits().cpu_seconds
    assert Limits().following(0.9, 1.9, 40.0) == grown, "a little slower today is the same"


def test_limits_grow_in_reason_only() -> None:
    grown = Limits().following(*[float("inf")] * 3)
    assert (grown.test_seconds, grown.cell_seconds, grown.student_seconds) == (60.0, 60.0, 600.0)


def test_a_limit_that_the_course_sets_itself_stays() -> None:
    assert Limits(test_seconds=1.0).following(9.0, 0.0, 0.0) == Limits(test_seconds=1.0)
