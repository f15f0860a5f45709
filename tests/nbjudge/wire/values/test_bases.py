"""Subclasses of plain types cross as plain values, if the switch says so, and none of their methods is called."""

from __future__ import annotations

import enum
import pathlib
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from typing import Any

import pytest

from nbjudge.wire.encode import encode
from nbjudge.wire.forms import Handle, WireError, type_name
from nbjudge.wire.values.bases import as_base
from tests.support.wire import LIMIT, round_trip

Point = namedtuple("Point", "x y")  # as students write it


class Level(enum.IntEnum):
    LOW = 1


class Colour(str, enum.Enum):  # noqa: UP042  # as students write it
    RED = "red"


def refusing(self: Any, *_: Any, **__: Any) -> Any:
    raise AssertionError("the encoder called an overridden method")


#: Every method that reading might use; not those that making one uses.
OVERRIDDEN = dict.fromkeys(
    ["__iter__", "__getitem__", "__len__", "__int__", "__index__", "__float__", "__complex__", "__str__", "__repr__",
     "__bytes__", "__eq__", "__hash__", "__bool__", "__contains__", "__reversed__", "__copy__", "__reduce_ex__",
     "__getattribute__", "items", "keys", "values", "copy", "get", "maxlen", "default_factory", "encode", "tobytes"],
    refusing,
)  # fmt: skip


def hostile(base: type, *arguments: Any) -> Any:
    """An instance of a subclass all of whose methods raise."""
    cls = type("Hostile", (base,), {})
    made = cls(*arguments)
    for name, method in OVERRIDDEN.items():
        setattr(cls, name, method)
    return made


PLAIN: list[Any] = [
    7, 1.5, 1 + 2j, "text", b"bytes", bytearray(b"a"), [1, [2]], (1, 2), {"a": [1]}, {1, 2}, frozenset({3}),
    OrderedDict(b=1, a=2), Counter("aab"), defaultdict(list, {1: [2]}), deque([1, 2], 3),
]  # fmt: skip


@pytest.mark.parametrize("plain", PLAIN, ids=type_name)
def test_an_instance_of_a_subclass_crosses_as_the_plain_value(plain: Any) -> None:
    others: dict[Any, Any] = {defaultdict: (list, {1: [2]}), deque: ([1, 2], 3)}
    arguments = others.get(type(plain), (plain,))
    got = round_trip([hostile(type(plain), *arguments)], plain_subclasses=lambda _: True)[0]
    assert type(got) is type(plain)
    assert got == plain
    assert getattr(got, "maxlen", None) == getattr(plain, "maxlen", None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(Point(1, [2]), (1, [2])), (Level.LOW, 1), (Colour.RED, "red"), (pathlib.Path("a"), pathlib.PurePosixPath("a"))],
    ids=["named tuple", "number", "word", "path"],
)
def test_ordinary_subclasses_cross_as_plain_values(value: Any, expected: Any) -> None:
    got = round_trip({"a": value}, plain_subclasses=lambda _: True)["a"]
    assert (type(got), got) == (type(expected), expected)


def test_a_class_that_is_to_keep_its_identity_does() -> None:
    got = round_trip(
        [Point(1, 2), Level.LOW],
        plain_subclasses=lambda cls: cls is not Point,
        opaque=lambda found: Handle(7, type_name(found)),
    )
    assert got == [Handle(7, "Point"), 1]


@pytest.mark.parametrize("make", [lambda: Point(1, 2), lambda: Level.LOW, lambda: hostile(list)])
def test_without_the_switch_no_subclass_crosses(make: Any) -> None:
    with pytest.raises(WireError, match="cannot cross"):
        encode([make()], limit=LIMIT)


def test_a_dict_whose_keys_do_not_cross_is_not_hashed_again() -> None:
    class Key:
        hashed = 0

        def __hash__(self) -> int:
            self.hashed += 1
            return 1

    key = Key()
    value = type("Mine", (dict,), {})({key: 1})
    before = key.hashed
    assert as_base(value, lambda _: True) is value
    assert key.hashed == before
