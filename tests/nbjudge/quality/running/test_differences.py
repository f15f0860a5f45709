"""Values of two runs of a notebook are told apart, and nothing is said of what cannot be compared."""

from __future__ import annotations

import math
import threading
from typing import Any

import numpy as np
import pytest

from nbjudge.quality.running.carrying import packed, unpacked
from nbjudge.quality.running.differences import Incomparable, Untold, apart

NODE = "class Node:\n    def __init__(self, value, next=None):\n        self.value, self.next = value, next\n"


def notebook(text: str = NODE) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(text, names)
    return names


@pytest.mark.parametrize(
    ("right", "yours"),
    [
        (1, 2), (1, "1"), ("a", "b"), ([1], [1, 2]), ([1], (1,)), ({1: 2}, {1: 3}), ({1: 2}, {2: 2}), ({1}, {2}),
        ([np.zeros(2)], [np.ones(2)]), (np.array(["a"]), np.array(["b"])),
    ],
)  # fmt: skip
def test_other_values_are_told_apart(right: Any, yours: Any) -> None:
    assert apart(right, yours, {}) > 0.1
    assert apart(right, right, {}) == 0.0


def test_tables_are_compared_whole() -> None:
    pandas = pytest.importorskip("pandas")
    right, yours = (pandas.DataFrame({"a": [*range(500), last]}) for last in (0, 1))  # which print alike
    assert apart(right, yours, {}) == math.inf
    assert apart(right, right.copy(), {}) == 0.0


def test_objects_of_two_runs_are_compared_by_what_they_keep_even_in_circles() -> None:
    right, yours = notebook()["Node"], notebook()["Node"]
    a, b = right(1, right(2)), yours(1, yours(2))
    a.next.next, b.next.next = a, b
    assert apart(a, b, {}) == 0.0
    b.next.value = 3
    assert apart(a, b, {}) > 0


@pytest.mark.parametrize(
    ("right", "yours"),
    [(Untold(threading.Lock()), Untold(threading.Lock())), (lambda: 1, lambda: 2)],
    ids=["what cannot be kept", "functions that nobody calls"],
)
def test_nothing_is_said_of_what_cannot_be_compared(right: Any, yours: Any) -> None:
    with pytest.raises(Incomparable):
        apart([1, right], [1, yours], {})


def test_value_is_carried_into_the_other_runs_classes() -> None:
    here, there = notebook(), notebook()
    value = [here["Node"](1, here["Node"](2)), np.arange(3), "text"]
    carried = unpacked(packed(value), there)
    assert type(carried[0].next) is there["Node"]
    assert carried[0].next is not value[0].next
    assert carried[0].next.value == 2


def test_what_cannot_be_copied_is_not_carried() -> None:
    with pytest.raises(TypeError):
        packed(i for i in "ab")
