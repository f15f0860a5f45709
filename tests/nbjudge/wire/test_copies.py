"""Where it can show that the two sides have copies: what has changed on this one, and what two names may stand for."""

from __future__ import annotations

import types
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest

from nbjudge.wire.tracking import Tracker, changes_untold


@dataclass
class Pair:
    first: int


@dataclass(frozen=True)
class Fixed:
    first: int


@pytest.mark.parametrize("value", [[1, 2], {"a": 1}, {1}, np.zeros(3)], ids=lambda value: type(value).__name__)
def test_a_change_on_this_side_is_seen_and_can_be_seen_again(value: Any) -> None:
    tracker = Tracker()
    tracker.note(value)
    assert not tracker.differs()
    if isinstance(value, np.ndarray):
        value += 1
    else:
        value.clear()
    assert tracker.differs()
    assert tracker.differs()  # nothing is remembered anew by asking
    tracker.catch_up()
    assert not tracker.differs()


def test_one_list_that_stands_twice_may_be_one() -> None:
    row = [0]
    assert Tracker().may_be_one([row, row])
    assert Tracker().may_be_one([[row, row]])
    assert not Tracker().may_be_one([[0], [0], "text", "text", 3, 3])


def test_a_table_that_has_crossed_may_hold_one_list_twice_there() -> None:
    tracker, table, row = Tracker(), [[0], [0]], [0]
    tracker.note(table)
    tracker.note(row)
    assert tracker.may_be_one([table])
    assert not tracker.may_be_one([row])
    assert not tracker.may_be_one([[[0], [0]]])


@pytest.mark.parametrize(
    "value",
    [
        pd.DataFrame({"a": [1]}),
        pd.Series([1]),
        np.ma.masked_array([1], mask=[True]),
        np.array([(1,)], dtype=[("a", int)]),
        bytearray(b"a"),
        types.SimpleNamespace(a=1),
        Pair(1),
        [{"a": (Pair(1),)}],
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_may_be_changed_untold(value: object) -> None:
    assert changes_untold(value)


@pytest.mark.parametrize("value", [[1, [2]], np.zeros(3), {"a": "b"}, Fixed(1), 3, "text", pd.Index([1]), print])
def test_what_is_told_or_cannot_change(value: object) -> None:
    assert not changes_untold(value)
