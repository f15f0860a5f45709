"""What crosses the wire comes out the same, in value and in type, up to the bounds of the format."""

from __future__ import annotations

import struct
from typing import Any

import pytest
from hypothesis import example, given

from nbjudge.wire import forms
from nbjudge.wire.decode import decode
from nbjudge.wire.encode import encode
from nbjudge.wire.forms import Handle, WireError
from nbjudge.wire.values.keys import PAIRS
from tests.support.wire import LIMIT, lists_in_lists, round_trip, values


def same(a: Any, b: Any) -> bool:
    """Equal in value, in type all the way down, and to the last bit in floats."""
    if type(a) is not type(b):
        return False
    if type(a) in (list, tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if type(a) is dict:
        return same(list(a.items()), list(b.items()))
    return bool(struct.pack("d", a) == struct.pack("d", b) if type(a) is float else a == b)


@given(values)
@example(-0.0)
@example([float("nan"), float("inf"), True, 1, 1.0, (), [], {}])
@example({(1, "a"): None, True: 2, None: 3, b"": 4})
def test_plain_values_arrive_the_same_in_value_and_type(value: object) -> None:
    assert same(round_trip(value), value)


def test_lone_surrogates_arrive_as_question_marks() -> None:
    assert round_trip("a\ud800b") == "a?b"


@pytest.mark.parametrize(
    "value",
    [
        lists_in_lists(forms.DEPTH),
        [None] * (forms.ITEMS - 1),
        dict.fromkeys(range(int(PAIRS**0.5))),
        dict.fromkeys(map(str, range(forms.ITEMS // 2 - 1))),
        dict.fromkeys(number * (2**61 - 1) for number in range(1_000)),
        set(map(str, range(forms.ITEMS - 2))),
        2**4096 - 1,
        1 - 2**4096,
        "\U0001f600" * (LIMIT // 4 - 8),
    ],
    ids=[
        "depth",
        "items",
        "keys",
        "keys that are text",
        "keys of the same hash",
        "elements",
        "bits",
        "negative bits",
        "text",
    ],
)
def test_the_largest_value_within_a_bound_crosses(value: object) -> None:
    assert round_trip(value) == value


def test_the_receiver_may_put_objects_in_the_place_of_handles() -> None:
    message = encode({"self": Handle(3, "ReLU")}, limit=LIMIT)
    assert decode(message, limit=LIMIT, resolve=lambda known: [known]) == {"self": [Handle(3, "ReLU")]}


def test_a_handle_that_the_receiver_does_not_know_is_a_wire_error() -> None:
    known: dict[object, object] = {}
    with pytest.raises(WireError):
        decode(encode(Handle(3, "x"), limit=LIMIT), limit=LIMIT, resolve=lambda handle: known[handle])
