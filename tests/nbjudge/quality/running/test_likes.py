"""Values that are like others: of the same kind, different, the same every time, and within what tests show."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np
import pytest

from nbjudge.quality.running.likes import drawn

Point = namedtuple("Point", "x name")


def likes(value: Any, *others: Any, special: tuple[float, ...] = ()) -> list[Any]:
    return [likes.like(value, [value, *others]) for likes in drawn(0, 60, special)]


@pytest.mark.parametrize(
    "value",
    [3, 2.5, True, "text", [1, 2], (1, "a"), {"a": 1}, {1, 2}, frozenset("ab"), Point(1, "a"), np.arange(4.0),
     np.array([[True, False]]), [[1, 2], [3, 4]]],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_likes_are_of_the_same_kind_and_not_all_the_same(value: Any) -> None:
    found = likes(value)
    assert {type(one) for one in found} == {type(value)}
    assert len({repr(one) for one in found}) > 1
    assert [repr(one) for one in found] == [repr(one) for one in likes(value)]


def test_likes_keep_to_what_all_of_the_tests_have_in_common() -> None:
    assert min(likes(3, 5)) >= 0
    assert min(likes(-3, 5)) < 0
    assert all(0 <= one <= 1 for one in likes(0.25, 0.5))
    assert all(one == sorted(one) for one in likes([1, 2, 3], [4, 5]))
    assert {one.shape for one in likes(np.zeros((2, 3)))} == {(2, 3)}


def test_numbers_that_stand_in_the_answer_are_met() -> None:
    assert {49, 50, 51} <= set(likes(3, special=(50,)))
    assert 0.5 in likes(0.25, special=(0.5,))
