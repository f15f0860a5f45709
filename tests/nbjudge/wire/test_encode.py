"""The encoder goes by exact type, calls nothing that a student wrote, and refuses at once what is too much."""

from __future__ import annotations

import datetime
import decimal
import enum
import pathlib
import time
import types
import zoneinfo
from collections.abc import Iterator
from typing import Any

import msgpack  # type: ignore[import-untyped]  # msgpack ships no type hints
import numpy as np
import pytest

from nbjudge.wire import forms
from nbjudge.wire.encode import encode
from nbjudge.wire.forms import Handle, WireError, type_name
from nbjudge.wire.values.keys import PAIRS
from tests.support.wire import LIMIT, lists_in_lists, round_trip

MOST_KEYS = int(PAIRS**0.5)

# ------------------------------------------------------------ what is no known type


class Flag(enum.IntEnum):
    ON = 1


class Text(str):
    __slots__ = ()


class Items(list[object]):
    def __iter__(self) -> Iterator[object]:
        raise AssertionError("the encoder called an overridden method")


class LyingMeta(type):
    def __eq__(cls, other: object) -> bool:
        raise AssertionError("the encoder compared a student's class")

    def __hash__(cls) -> int:
        raise AssertionError("the encoder hashed a student's class")

    @property
    def __name__(cls) -> str:  # type: ignore[override]  # a hostile class may do so
        raise AssertionError("the encoder asked a metaclass for a name")

    def __instancecheck__(cls, instance: object) -> bool:
        raise AssertionError("the encoder used isinstance")


class Lying(metaclass=LyingMeta):
    @property  # type: ignore[misc]  # a hostile class may do so
    def __class__(self) -> type:
        return list


class SubArray(np.ndarray[Any, Any]):
    pass


OPAQUE = [
    Flag.ON, Text("a"), Items([1]), Lying(), object(), len, int, memoryview(b"a"), {object()}, iter([1]),
    msgpack.ExtType(1, b""), msgpack.Timestamp(1, 2), type("D", (dict,), {})(), type("F", (float,), {})(1),
    np.zeros(2).view(SubArray), np.zeros((1, 1)).view(np.matrix), np.ma.masked, np.zeros(2, "V3"),
    np.zeros(2, [("a", "O")]), {frozenset([object()]): 1}, slice([]), types.SimpleNamespace(_typ="series"),
    types.SimpleNamespace(__array_interface__={}), pathlib.Path("a"),
    datetime.datetime(2020, 1, 1, tzinfo=zoneinfo.ZoneInfo("UTC")),
]  # fmt: skip


@pytest.mark.parametrize("value", OPAQUE, ids=type_name)
def test_whatever_is_not_exactly_a_known_type_becomes_a_handle(value: object) -> None:
    registered = []

    def opaque(found: object) -> Handle:
        registered.append(found)
        return Handle(7, type_name(found))

    assert round_trip([value], opaque=opaque) == [Handle(7, type_name(value))]
    assert registered[0] is value


@pytest.mark.parametrize("value", OPAQUE, ids=type_name)
def test_without_a_register_an_unknown_type_is_refused(value: object) -> None:
    with pytest.raises(WireError, match="cannot cross"):
        encode(value, limit=LIMIT)


# ------------------------------------------------------------ what is too much


def doubled(times: int) -> object:
    value: object = 1
    for _ in range(times):
        value = (value, value)
    return value


def itself() -> list[Any]:
    value: list[Any] = []
    value.append(value)
    return value


TOO_MUCH = {
    "deeper than 32": lists_in_lists(forms.DEPTH + 1),
    "a list that holds itself": itself(),
    "shared references that unfold to 2**30": doubled(30),
    "too many items": [None] * forms.ITEMS,
    "too many keys that are no text": dict.fromkeys(range(MOST_KEYS + 1)),
    "too many keys of the same hash": dict.fromkeys(number * (2**61 - 1) for number in range(1_002)),
    "a range that is endless": range(10**12),
    "a Decimal of a million digits": decimal.Decimal("1e1000000"),
    "a broadcast array of a terabyte of text": np.broadcast_to(np.array("text"), (1 << 20, 1 << 17)),
    "a broadcast array of a terabyte of objects": np.broadcast_to(np.array(None, object), (1 << 20, 1 << 17)),
    "an empty array of objects that takes forever to walk": np.zeros((1 << 40, 0), object),
    "a long string": "x" * (forms.TEXT_CHARS + 1),
    "long bytes": bytes(LIMIT + 1),
    "an integer of 4097 bits": 2**4096,
    "an array beyond the limit": np.zeros(LIMIT),
    "a broadcast array of a terabyte": np.broadcast_to(np.float64(0), (1 << 20, 1 << 17)),
    "an empty array that takes forever to walk": np.zeros((1 << 40, 0)),
    "many arrays beyond the limit together": [np.zeros(LIMIT // 16)] * 3,
}


@pytest.mark.parametrize("value", TOO_MUCH.values(), ids=TOO_MUCH.keys())
def test_the_encoder_refuses_at_once(value: object) -> None:
    start = time.perf_counter()
    with pytest.raises(WireError):
        encode(value, limit=LIMIT)
    assert time.perf_counter() - start < 1
