"""The wire: what crosses comes out the same, and no bytes whatever do harm."""

from __future__ import annotations

import enum
import resource
import struct
import time
from collections.abc import Iterator
from typing import Any

import hypothesis.extra.numpy as hnp
import msgpack  # type: ignore[import-untyped]  # msgpack ships no type hints
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nbjudge import wire_format
from nbjudge.wire import Handle, WireError, decode, encode, type_name
from nbjudge.wire_arrays import DTYPES

LIMIT = 1 << 20

# --- round trips ---------------------------------------------------------------------------------------

leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**4095), 2**4095)
    | st.integers(-(2**65), 2**65)
    | st.floats()
    | st.text(st.characters(codec="utf-8"))
    | st.binary()
)
keys = leaves | st.tuples(leaves, leaves)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)
dtypes = st.sampled_from(list(DTYPES.values()))
shapes = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)


@st.composite
def arrays(draw: st.DrawFn) -> np.ndarray[Any, Any]:
    """Arrays of every dtype that crosses, filled with any bytes, seen through any basic view."""
    dtype, shape = draw(dtypes), draw(shapes)
    count = int(np.prod(shape)) * dtype.itemsize
    raw = draw(st.binary(min_size=count, max_size=count))
    array = np.frombuffer(raw, np.uint8).copy().view(dtype).reshape(shape)
    if dtype.kind == "b":
        array = np.asarray(array.view(np.uint8) > 127)  # a bool byte holds 0 or 1
    if dtype.char == "g":
        array = np.asarray(np.frombuffer(raw, np.int8)[::16].reshape(shape) / np.longdouble(3))
    array = array.transpose(draw(st.permutations(range(array.ndim))))
    steps = draw(st.tuples(*[st.sampled_from([1, 2, -1, -2])] * array.ndim))
    view: np.ndarray[Any, Any] = array[(..., *(slice(None, None, step) for step in steps))]
    view.flags.writeable = draw(st.booleans())
    return view


def same(a: Any, b: Any) -> bool:
    """Equal in value, in type all the way down, and to the last bit in floats."""
    if type(a) is not type(b):
        return False
    if type(a) in (list, tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if type(a) is dict:
        return same(list(a.items()), list(b.items()))
    return bool(struct.pack("d", a) == struct.pack("d", b) if type(a) is float else a == b)


def round_trip(value: object, **options: Any) -> Any:
    return decode(encode(value, limit=LIMIT, **options), limit=LIMIT)


@given(values)
@example(-0.0)
@example([float("nan"), float("inf"), True, 1, 1.0, (), [], {}])
@example({(1, "a"): None, True: 2, None: 3, b"": 4})
def test_plain_values_arrive_the_same_in_value_and_type(value: object) -> None:
    assert same(round_trip(value), value)


@given(arrays())
@example(np.array(-0.0))
@example(np.array([np.nan, np.inf, -np.inf, -0.0], dtype=np.float32))
@example(np.broadcast_to(np.float64(3.0), (5, 2)))
@example(np.lib.stride_tricks.sliding_window_view(np.arange(6.0), 3))
@example(np.asfortranarray(np.arange(12.0).reshape(3, 4)))
@example(np.frombuffer(bytes(17), np.float64, 2, 1))
def test_arrays_arrive_with_dtype_shape_bits_strides_and_writeability(array: np.ndarray[Any, Any]) -> None:
    got = round_trip(array)
    assert type(got) is np.ndarray
    assert (got.dtype, got.shape, got.flags.writeable) == (array.dtype, array.shape, array.flags.writeable)
    if array.dtype.char == "g":  # the padding differs
        assert np.array_equal(got, array)
    else:
        assert got.tobytes() == array.tobytes()
    if array.size and not array.flags.c_contiguous:
        assert got.strides == array.strides


@given(dtypes, st.binary(min_size=32, max_size=32))
def test_numpy_scalars_arrive_as_numpy_scalars(dtype: np.dtype[Any], raw: bytes) -> None:
    native = dtype.newbyteorder("=")
    number = native.type(raw[0] % 2) if native.kind in "bg" else np.frombuffer(raw, native)[0]
    got = round_trip(number)
    assert type(got) is native.type
    assert np.array_equal(got, number, equal_nan=native.kind in "fc")


def test_a_view_that_spans_more_than_the_limit_arrives_in_c_order() -> None:
    array = np.zeros((LIMIT // 4, 2))[:: LIMIT // 8]
    got = round_trip(array)
    assert np.array_equal(got, array)
    assert got.flags.c_contiguous


def test_an_array_that_arrived_shares_no_memory_with_the_message() -> None:
    message = encode(np.zeros(4), limit=LIMIT)
    first, second = decode(message, limit=LIMIT), decode(message, limit=LIMIT)
    assert isinstance(first, np.ndarray)
    first += 1
    assert np.array_equal(second, np.zeros(4))  # type: ignore[arg-type]  # an array, as the first


def test_lone_surrogates_arrive_as_question_marks() -> None:
    assert round_trip("a\ud800b") == "a?b"


# --- handles -------------------------------------------------------------------------------------------


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
    Flag.ON, Text("a"), Items([1]), Lying(), object(), len, int, {1, 2}, bytearray(b"a"), memoryview(b"a"),
    msgpack.ExtType(1, b""), msgpack.Timestamp(1, 2), type("D", (dict,), {})(), type("F", (float,), {})(1),
    np.zeros(2).view(SubArray), np.ma.masked_array([1.0]), np.zeros((1, 1)).view(np.matrix), np.zeros(2, object),
    np.zeros(2, "U3"), np.zeros(2, "M8[s]"), np.zeros(2, [("a", "f8")]), np.datetime64(1, "s"), np.str_("a"),
    {frozenset(): 1}, {np.float64(1): 2},
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


def test_the_receiver_may_put_objects_in_the_place_of_handles() -> None:
    message = encode({"self": Handle(3, "ReLU")}, limit=LIMIT)
    assert decode(message, limit=LIMIT, resolve=lambda handle: handle.id * 2) == {"self": 6}


def test_a_handle_that_the_receiver_does_not_know_is_a_wire_error() -> None:
    known: dict[int, object] = {}
    with pytest.raises(WireError):
        decode(encode(Handle(3, "x"), limit=LIMIT), limit=LIMIT, resolve=lambda handle: known[handle.id])


# --- bounds of the encoder -----------------------------------------------------------------------------


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


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
    "deeper than 32": nested(wire_format.DEPTH + 1),
    "a list that holds itself": itself(),
    "shared references that unfold to 2**30": doubled(30),
    "too many items": [None] * wire_format.ITEMS,
    "too many keys": dict.fromkeys(range(wire_format.DICT_ENTRIES + 1)),
    "a long string": "x" * (wire_format.TEXT_CHARS + 1),
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


@pytest.mark.parametrize(
    "value",
    [
        nested(wire_format.DEPTH),
        [None] * (wire_format.ITEMS - 1),
        dict.fromkeys(range(wire_format.DICT_ENTRIES)),
        2**4096 - 1,
        1 - 2**4096,
        "\U0001f600" * (LIMIT // 4 - 8),
    ],
    ids=["depth", "items", "keys", "bits", "negative bits", "text"],
)
def test_the_largest_value_within_a_bound_crosses(value: object) -> None:
    assert round_trip(value) == value


# --- the decoder against hostile bytes -----------------------------------------------------------------


def ext(code: int, payload: bytes) -> bytes:
    return bytes(msgpack.packb(msgpack.ExtType(code, payload)))


def marked(mark: int, *items: object) -> bytes:
    """A list whose first item says that it is a tuple or a dict."""
    return bytes(msgpack.packb([msgpack.ExtType(mark, b""), *items]))


def numbers(*values: int) -> bytes:
    return struct.pack(f"<{len(values)}q", *values)


def array_of(
    dtype: bytes = b"<f8",
    shape: tuple[int, ...] = (2,),
    strides: tuple[int, ...] | None = None,
    raw: bytes = bytes(16),
    *,
    flags: int | None = None,
    code: int = wire_format.ARRAY,
) -> bytes:
    flags = (1 if strides is None else 3) if flags is None else flags
    head = struct.pack("<4sBB", dtype, len(shape), flags) + numbers(*shape) + numbers(*(strides or ()))
    return ext(code, head + raw)


def bomb(levels: int) -> bytes:
    return b"\x91" * levels + b"\xc0"


MALFORMED = {
    "nothing": b"",
    "two items": b"\x01\x02",
    "a reserved byte": b"\xc1",
    "a list that announces 2**32 items": b"\xdd\xff\xff\xff\xff",
    "a list that announces more than follows": b"\x92\x01",
    "lists that each announce much": b"\xdd\x00\x01\x80\x00" * 1000,
    "a flood of empty lists": b"\xdc\xff\xff" + b"\x91\x90" * 65_535,
    "more items than a list may hold": bytes(msgpack.packb([None] * (wire_format.ITEMS + 1))),
    "a map that announces 2**32 entries": b"\xdf\xff\xff\xff\xff",
    "a map of 1,001 entries": bytes(msgpack.packb({str(number): None for number in range(1001)})),
    "a map with a key that is no string": b"\x81\x01\x02",
    "a map with a list as key": b"\x81\x90\x02",
    "bytes that announce 4 GB": b"\xc6\xff\xff\xff\xff",
    "invalid UTF-8": b"\xa2\xff\xff",
    "an encoded surrogate": b"\xa3\xed\xa0\x80",
    "an unknown extension": b"\xd4\x63\x00",
    "nested too deep": bomb(wire_format.DEPTH + 1),
    "nested far too deep": bomb(900),
    "nested deeper than the parser goes": bomb(100_000),
    "maps nested too deep": b"\x81\xa1a" * (wire_format.DEPTH + 1) + b"\xc0",
    "a mark by itself": ext(wire_format.TUPLE, b""),
    "a mark in the middle": bytes(msgpack.packb([1, msgpack.ExtType(wire_format.TUPLE, b"")])),
    "a mark as a value": bytes(msgpack.packb({"a": msgpack.ExtType(wire_format.TUPLE, b"")})),
    "a mark in a tuple": marked(wire_format.TUPLE, 1, msgpack.ExtType(wire_format.DICT, b"")),
    "an odd dict": marked(wire_format.DICT, 1),
    "a key twice": marked(wire_format.DICT, 1, 2, 1, 3),
    "a string key twice": b"\x82\xa1a\x01\xa1a\x02",
    "keys that are equal": marked(wire_format.DICT, 1, 2, True, 3),
    "a list as key": marked(wire_format.DICT, [], 1),
    "an integer of 5,000 bits": ext(wire_format.INTEGER, b"\x7f" * 625),
    "object dtype": array_of(b"|O"),
    "datetime dtype": array_of(b"<M8"),
    "void dtype": array_of(b"|V8"),
    "string dtype": array_of(b"<U4"),
    "dtype no ASCII": array_of(b"\xff\xff"),
    "no dtype": array_of(b""),
    "negative shape": array_of(shape=(-2,)),
    "two negative lengths": array_of(shape=(-1, -2)),
    "shape too long for the bytes": array_of(shape=(3,)),
    "shape too short for the bytes": array_of(shape=(1,)),
    "shape whose product overflows to 2": array_of(shape=(2**32, 2**32, 2)),
    "shape of 65 dimensions": array_of(shape=(1,) * 65, raw=bytes(8)),
    "empty but endless": array_of(shape=(0, 2**40), raw=b""),
    "unknown flags": array_of(flags=4),
    "strides that span 2**60 bytes": array_of(strides=(2**60,)),
    "strides that span -2**63 bytes": array_of(strides=(-(2**63),)),
    "strides beyond the limit": array_of(strides=(LIMIT,)),
    "strides of an empty array": array_of(shape=(0,), strides=(8,), raw=b""),
    "an array without a shape": ext(wire_format.ARRAY, struct.pack("<4sBB", b"<f8", 1, 1)),
    "an array without a header": ext(wire_format.ARRAY, b"<f8"),
    "a scalar of the wrong size": array_of(shape=(), code=wire_format.SCALAR),
    "a scalar without bytes": array_of(shape=(), raw=b"", code=wire_format.SCALAR),
    "a scalar with dimensions": array_of(shape=(1,), raw=bytes(8), code=wire_format.SCALAR),
    "an object scalar": array_of(b"|O", (), raw=bytes(8), code=wire_format.SCALAR),
    "a handle with a long name": ext(wire_format.HANDLE, bytes(8) + b"x" * 1000),
    "a handle with half a number": ext(wire_format.HANDLE, bytes(4)),
    "a handle whose name is no text": ext(wire_format.HANDLE, bytes(8) + b"\xff"),
    "longer than the limit": bytes(msgpack.packb(bytes(LIMIT))),
}


@pytest.mark.parametrize("message", MALFORMED.values(), ids=MALFORMED.keys())
def test_the_decoder_refuses(message: bytes) -> None:
    start = time.perf_counter()
    with pytest.raises(WireError):
        decode(message, limit=LIMIT)
    assert time.perf_counter() - start < 1


def test_the_builders_of_malformed_messages_build_valid_ones_too() -> None:
    assert np.array_equal(decode(array_of(), limit=LIMIT), np.zeros(2))  # type: ignore[arg-type]  # an array
    assert np.array_equal(decode(array_of(strides=(16,)), limit=LIMIT), np.zeros(2))  # type: ignore[arg-type]  # likewise
    assert decode(marked(wire_format.DICT, 1, 2), limit=LIMIT) == {1: 2}
    assert decode(marked(wire_format.TUPLE, 1, 2), limit=LIMIT) == (1, 2)
    assert decode(array_of(shape=(), raw=bytes(8), code=wire_format.SCALAR), limit=LIMIT) == 0.0
    assert decode(bomb(3), limit=LIMIT) == [[[None]]]
    assert decode(bomb(wire_format.DEPTH), limit=LIMIT) is not None
    assert decode(ext(wire_format.HANDLE, struct.pack("<Q", 1) + b"x"), limit=LIMIT) == Handle(1, "x")


def test_messagepacks_own_timestamps_are_mere_numbers() -> None:
    assert decode(b"\xd6\xff\x00\x00\x00\x01", limit=LIMIT) == 1.0


def test_a_list_that_announces_much_reserves_no_memory_that_is_used() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    message = b"\xdd\x00\x01\x80\x00" * 1000 + bytes(100_000)  # a thousand lists of 98,304 items, one in another
    with pytest.raises(WireError):
        decode(message, limit=LIMIT)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000, "in KiB; 800 MB were announced"


def test_many_small_arrays_cannot_claim_more_than_the_limit_together() -> None:
    wide = array_of(strides=(LIMIT // 4,))
    with pytest.raises(WireError, match="larger than the limit"):
        decode(b"\x98" + wide * 8, limit=LIMIT)


def test_colliding_keys_cannot_keep_the_decoder_busy() -> None:
    modulus = 2**61 - 1  # integers that differ by it have the same hash
    colliding = {number * modulus: None for number in range(wire_format.DICT_ENTRIES)}
    start = time.perf_counter()
    round_trip([colliding] * 10)
    assert time.perf_counter() - start < 2


def test_bool_bytes_other_than_one_become_true() -> None:
    got = decode(array_of(b"|b1", (4,), raw=b"\x00\x01\x02\xff"), limit=LIMIT)
    assert isinstance(got, np.ndarray)
    assert got.tobytes() == b"\x00\x01\x01\x01"


@pytest.mark.skipif("<f16" not in DTYPES, reason="longdouble crosses on x86 only")
def test_impossible_80_bit_patterns_become_nan() -> None:
    unnormal = struct.pack("<QH6x", 1 << 62, 0x4000)
    got = decode(array_of(b"<f16", (1,), raw=unnormal), limit=LIMIT)
    assert np.isnan(got).all()  # type: ignore[call-overload]  # an array


@pytest.mark.skipif("<f16" not in DTYPES, reason="longdouble crosses on x86 only")
def test_the_padding_of_long_doubles_does_not_cross() -> None:
    leaky = np.frombuffer(bytes(8) + b"\x00\x00" + b"secret", np.longdouble)
    assert b"secret" in leaky.tobytes()
    assert b"secret" not in encode(leaky, limit=LIMIT)


@settings(max_examples=1000)
@given(st.binary(max_size=200))
def test_random_bytes_raise_nothing_but_wire_error(message: bytes) -> None:
    harmless(message)


@settings(max_examples=1000)
@given(values | arrays(), st.data())
def test_mutated_messages_raise_nothing_but_wire_error(value: object, data: st.DataObject) -> None:
    message = bytearray(encode(value, limit=LIMIT))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(message)))
        message[place : place + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    harmless(bytes(message))


@settings(max_examples=1000)
@given(st.integers(1, 8), st.binary(max_size=40))
def test_extensions_of_any_bytes_raise_nothing_but_wire_error(code: int, payload: bytes) -> None:
    harmless(ext(code, payload))


@settings(max_examples=1000)
@given(
    st.sampled_from([code.encode() for code in DTYPES] + [b"|O", b"<M8", b""]),
    st.lists(st.integers(-3, 3) | st.integers(-(2**63), 2**63 - 1), max_size=3),
    st.none() | st.lists(st.integers(-3, 3) | st.integers(-(2**63), 2**63 - 1), max_size=3),
    st.binary(max_size=40),
    st.integers(0, 5),
)
def test_arrays_with_any_header_raise_nothing_but_wire_error(
    dtype: bytes, shape: list[int], strides: list[int] | None, raw: bytes, flags: int
) -> None:
    harmless(array_of(dtype, tuple(shape), None if strides is None else tuple(strides), raw, flags=flags))


@settings(max_examples=500)
@given(st.sampled_from([wire_format.TUPLE, wire_format.DICT]), st.lists(leaves.filter(lambda v: type(v) is not int)))
def test_marked_lists_of_anything_raise_nothing_but_wire_error(mark: int, items: list[Any]) -> None:
    harmless(marked(mark, *items))


def harmless(message: bytes) -> None:
    """Whatever is decoded can be encoded again; nothing but WireError escapes."""
    try:
        value = decode(message, limit=LIMIT)
    except WireError:
        return
    encode(value, limit=2 * LIMIT)
