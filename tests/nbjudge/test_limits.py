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
