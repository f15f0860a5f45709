"""Values of the standard library arrive the same, in value and in type; what no honest side sends is refused."""

from __future__ import annotations

import datetime
import decimal
import fractions
import pathlib
import types
import uuid
from collections import Counter, OrderedDict, defaultdict, deque
from typing import Any

import msgpack  # type: ignore[import-untyped]  # msgpack ships no type hints
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nbjudge.wire.decode import _MARKS, decode
from nbjudge.wire.encode import encode
from nbjudge.wire.forms import TUPLE, WireError
from nbjudge.wire.values import containers, single
from nbjudge.wire.values.containers import StaysElsewhere
from tests.support.wire import LIMIT, leaves, marked, round_trip

zones = st.none() | st.timedeltas(
    datetime.timedelta(hours=-23), datetime.timedelta(hours=23)
).map(datetime.timezone)  # fmt: skip
hashed_singles = (
    st.complex_numbers(allow_nan=False)
    | st.decimals(allow_nan=False)
    | st.fractions()
    | st.dates()
    | st.timedeltas()
    | st.uuids()
    | st.datetimes(timezones=zones)
    | st.times(timezones=zones)
    | st.builds(range, st.integers(-99, 99), st.integers(-99, 99), st.integers(1, 9))
    | st.sampled_from([..., np.int64(3), np.longlong(4), np.float32(0.5), np.str_("a"), np.datetime64(3, "D")])
)
keys = st.recursive(
    leaves.filter(lambda leaf: leaf == leaf) | hashed_singles,  # noqa: PLR0124  # nan is another each time
    lambda inner: st.frozensets(inner, max_size=3) | st.tuples(inner, inner),
    max_leaves=4,
)
singles = (
    keys
    | st.binary().map(bytearray)
    | st.builds(slice, st.none() | st.integers(), st.none() | st.integers(), st.none() | st.integers())
    | st.sampled_from([NotImplemented, decimal.Decimal("Infinity"), pathlib.PurePosixPath("a/b")])
)
names = st.sampled_from(["a", "b", "long_name"])


def containers_of(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    dicts = st.dictionaries(keys, inner, max_size=4)
    return (
        st.sets(keys, max_size=4)
        | dicts.map(OrderedDict)
        | dicts.map(lambda entries: defaultdict(list, entries))
        | st.dictionaries(keys, st.integers(), max_size=4).map(Counter)
        | st.builds(deque, st.lists(inner, max_size=4), st.none() | st.integers(4, 9))
        | st.dictionaries(names, inner).map(lambda entries: types.SimpleNamespace(**entries))
        | st.lists(inner, max_size=3)
        | dicts
    )


values = st.recursive(singles, containers_of, max_leaves=12)


def same(a: Any, b: Any) -> bool:
    """Equal in value, and in type all the way down where there is an order."""
    if type(a) is not type(b):
        return False
    if isinstance(a, list | tuple | deque):
        return getattr(a, "maxlen", None) == getattr(b, "maxlen", None) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return same([*a.keys()], [*b.keys()]) and same([*a.values()], [*b.values()])
    if isinstance(a, types.SimpleNamespace):
        return same(vars(a), vars(b))
    return bool(a == b) or a != a  # noqa: PLR0124  # nan


@settings(max_examples=300, deadline=None)
@given(values)
@example(datetime.datetime(2020, 10, 25, 2, 30, fold=1))
@example(datetime.timezone(datetime.timedelta(hours=1), "CET"))
@example(decimal.Decimal("-0.00"))
@example([decimal.Decimal("0E-50"), decimal.Decimal("sNaN")][:1])
def test_a_value_arrives_the_same_in_value_and_type(value: object) -> None:
    assert same(round_trip(value), value)


def test_a_fold_a_zones_name_and_trailing_zeros_arrive() -> None:
    got = round_trip([datetime.datetime(2020, 1, 1, fold=1), datetime.timezone(datetime.timedelta(0), "Z"),
                      decimal.Decimal("1.50")])  # fmt: skip
    assert (got[0].fold, got[1].tzname(None), str(got[2])) == (1, "Z", "1.50")


def test_views_of_a_dict_arrive_as_views_in_their_order() -> None:
    entries: dict[Any, Any] = {"b": [1], "a": (2,)}
    for original in (entries, OrderedDict(entries)):
        assert (type(round_trip(original.keys())), [*round_trip(original.keys())]) == (type({}.keys()), ["b", "a"])
        assert round_trip(original.keys()) == {"a", "b"}
        assert [*round_trip(original.values())] == [[1], (2,)]
        assert [*round_trip(original.items())] == [("b", [1]), ("a", (2,))]


def test_an_ordered_dict_arrives_in_its_own_order() -> None:
    ordered = OrderedDict(a=1, b=2)
    ordered.move_to_end("a")
    assert [*round_trip(ordered)] == ["b", "a"]


def test_a_counter_with_counts_of_any_kind_arrives_without_counting() -> None:
    counter: Counter[str] = Counter(a=-1, b=0)
    assert dict(round_trip(counter)) == {"a": -1, "b": 0}


@pytest.mark.parametrize("factory", [None, int, list, dict, set, str, Counter])
def test_a_defaultdict_keeps_a_factory_that_is_a_class_of_pythons(factory: Any) -> None:
    assert round_trip(defaultdict(factory)).default_factory is factory


def test_a_defaultdict_with_a_function_as_factory_compares_but_says_that_it_cannot_fill_in() -> None:
    got = round_trip(defaultdict(lambda: 0, {"a": 1}))
    assert type(got) is defaultdict
    assert got == {"a": 1}
    with pytest.raises(StaysElsewhere, match="cannot be handed over"):
        got["b"]
    assert type(round_trip(got)) is defaultdict


parts = st.lists(
    leaves
    | st.sampled_from(["Ellipsis", "list", "elsewhere", "category", "text", "plain", "<U3", "Int64", ()])
    | st.lists(leaves, max_size=3)
    | st.lists(st.integers(0, 3), max_size=3)
    .map(tuple)
    .map(lambda shape: msgpack.ExtType(4, b"<f8\0\0\1" + bytes(shape))),
    max_size=7,
)


@settings(max_examples=1000, deadline=None)
@given(st.sampled_from(sorted(_MARKS)), parts)
def test_a_mark_before_any_parts_is_a_value_or_a_wire_error(mark: int, items: list[Any]) -> None:
    try:
        message = marked(mark, *items)
    except OverflowError:
        return  # an integer that MessagePack itself does not have
    try:
        value = decode(message, limit=LIMIT)
    except WireError:
        return
    encode(value, limit=2 * LIMIT)


@settings(max_examples=300, deadline=None)
@given(values, st.data())
def test_a_mutated_message_is_a_value_or_a_wire_error(value: object, data: st.DataObject) -> None:
    message = bytearray(encode(value, limit=LIMIT))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(message)))
        message[place : place + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    try:
        got = decode(bytes(message), limit=LIMIT)
    except WireError:
        return
    encode(got, limit=2 * LIMIT)


def mark_of(kind: type) -> int:
    return next(table[kind].mark for table in (containers.FORMS, single.FORMS) if kind in table)


def in_tuples(levels: int) -> Any:
    """A number in so many tuples."""
    return 1 if levels == 0 else [msgpack.ExtType(TUPLE, b""), in_tuples(levels - 1)]


REFUSED: dict[str, tuple[type, list[Any]]] = {
    "a set with a list": (set, [[1]]),
    "a set with an element twice": (set, [1, 1]),
    "a set with equal elements": (set, [1, True]),
    "a set of tuples nested too deep": (set, [in_tuples(6)]),
    "a bytearray of a length": (bytearray, [10**12]),
    "a range of floats": (range, [0.0, 1, 1]),
    "a range of nothing": (range, [0, 1, 0]),
    "a range that is endless": (range, [0, 10**15, 1]),
    "a slice of lists": (slice, [[], None, None]),
    "a Decimal that int would write out": (decimal.Decimal, ["1E999999"]),
    "a Decimal of words": (decimal.Decimal, ["x" * 10]),
    "a fraction of nothing": (fractions.Fraction, [1, 0]),
    "a fraction of text": (fractions.Fraction, ["1/3", 1]),
    "a date in the year 0": (datetime.date, [0, 1, 1]),
    "a time with another zone": (datetime.time, [1, 1, 1, 1, 0, "Europe/Berlin"]),
    "a datetime that is pickled": (datetime.datetime, [bytes(10)]),
    "a deque longer than it may be": (deque, [1, 1, 2]),
    "a defaultdict of an unknown class": (defaultdict, ["eval"]),
    "a defaultdict of a list": (defaultdict, [[]]),
    "a namespace that NumPy would act on": (types.SimpleNamespace, ["__array_interface__", 1]),
    "a namespace that pandas would act on": (types.SimpleNamespace, ["_typ", "series"]),
    "a namespace of numbers": (types.SimpleNamespace, [1, 1]),
    "a path of numbers": (pathlib.PurePosixPath, [1]),
    "an unknown constant": (type(Ellipsis), ["exit"]),
    "an identifier beyond 128 bits": (uuid.UUID, [2**63 - 1 << 1, 1]),
    "a mark in a deque": (deque, [None, msgpack.ExtType(1, b"")]),
    "a mark in a namespace": (types.SimpleNamespace, ["a", msgpack.ExtType(1, b"")]),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED.keys())
def test_the_decoder_refuses(case: tuple[type, list[Any]]) -> None:
    kind, items = case
    with pytest.raises(WireError):
        decode(marked(mark_of(kind), *items), limit=LIMIT)


@pytest.mark.parametrize("kind", [deque, OrderedDict, defaultdict, types.SimpleNamespace, type({}.values())])
def test_containers_of_other_kinds_nest_no_deeper_than_lists_do(kind: type) -> None:
    """Whoever goes through a value does so by recursion."""
    ahead: dict[Any, list[Any]] = {deque: [None], defaultdict: [None, "a"], type({}.values()): []}
    before = ahead.get(kind, ["a"])
    value: Any = 1
    for _ in range(40):
        value = [msgpack.ExtType(mark_of(kind), b""), *before, value]
    with pytest.raises(WireError, match="deep"):
        decode(bytes(msgpack.packb(value)), limit=LIMIT)
