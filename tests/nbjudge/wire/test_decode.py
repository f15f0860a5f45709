"""The decoder: no bytes whatever do harm."""

from __future__ import annotations

import resource
import struct
import time
from typing import Any

import msgpack  # type: ignore[import-untyped]  # msgpack ships no type hints
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbjudge.wire import forms
from nbjudge.wire.arrays import DTYPES
from nbjudge.wire.decode import decode
from nbjudge.wire.encode import encode
from nbjudge.wire.forms import Handle, WireError
from tests.support.wire import LIMIT, array_of, arrays, extension, leaves, marked, nested, values

MALFORMED = {
    "nothing": b"",
    "two items": b"\x01\x02",
    "a reserved byte": b"\xc1",
    "a list that announces 2**32 items": b"\xdd\xff\xff\xff\xff",
    "a list that announces more than follows": b"\x92\x01",
    "lists that each announce much": b"\xdd\x00\x01\x80\x00" * 1000,
    "a flood of empty lists": b"\xdc\xff\xff" + b"\x91\x90" * 65_535,
    "more items than a list may hold": bytes(msgpack.packb([None] * (forms.ITEMS + 1))),
    "a map that announces 2**32 entries": b"\xdf\xff\xff\xff\xff",
    "a map of 50,001 entries": bytes(msgpack.packb({str(number): None for number in range(50_001)})),
    "a map with a key that is no string": b"\x81\x01\x02",
    "a map with a list as key": b"\x81\x90\x02",
    "bytes that announce 4 GB": b"\xc6\xff\xff\xff\xff",
    "invalid UTF-8": b"\xa2\xff\xff",
    "an encoded surrogate": b"\xa3\xed\xa0\x80",
    "an unknown extension": b"\xd4\x63\x00",
    "nested too deep": nested(forms.DEPTH + 1),
    "nested far too deep": nested(900),
    "nested deeper than the parser goes": nested(100_000),
    "maps nested too deep": b"\x81\xa1a" * (forms.DEPTH + 1) + b"\xc0",
    "a mark by itself": extension(forms.TUPLE, b""),
    "a mark in the middle": bytes(msgpack.packb([1, msgpack.ExtType(forms.TUPLE, b"")])),
    "a mark as a value": bytes(msgpack.packb({"a": msgpack.ExtType(forms.TUPLE, b"")})),
    "a mark in a tuple": marked(forms.TUPLE, 1, msgpack.ExtType(forms.DICT, b"")),
    "an odd dict": marked(forms.DICT, 1),
    "a key twice": marked(forms.DICT, 1, 2, 1, 3),
    "a string key twice": b"\x82\xa1a\x01\xa1a\x02",
    "keys that are equal": marked(forms.DICT, 1, 2, True, 3),
    "a list as key": marked(forms.DICT, [], 1),
    "an integer of 5,000 bits": extension(forms.INTEGER, b"\x7f" * 625),
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
    "an array without a shape": extension(forms.ARRAY, struct.pack("<4sBB", b"<f8", 1, 1)),
    "an array without a header": extension(forms.ARRAY, b"<f8"),
    "a scalar of the wrong size": array_of(shape=(), code=forms.SCALAR),
    "a scalar without bytes": array_of(shape=(), raw=b"", code=forms.SCALAR),
    "a scalar with dimensions": array_of(shape=(1,), raw=bytes(8), code=forms.SCALAR),
    "an object scalar": array_of(b"|O", (), raw=bytes(8), code=forms.SCALAR),
    "a handle with a long name": extension(forms.HANDLE, bytes(8) + b"x" * 1000),
    "a handle with half a number": extension(forms.HANDLE, bytes(4)),
    "a handle whose name is no text": extension(forms.HANDLE, bytes(8) + b"\xff"),
    "longer than the limit": bytes(msgpack.packb(bytes(LIMIT))),
}


@pytest.mark.parametrize("message", MALFORMED.values(), ids=MALFORMED.keys())
def test_the_decoder_refuses(message: bytes) -> None:
    start = time.process_time()  # others may be at work beside it
    with pytest.raises(WireError):
        decode(message, limit=LIMIT)
    assert time.process_time() - start < 1


def test_the_builders_of_malformed_messages_build_valid_ones_too() -> None:
    assert np.array_equal(decode(array_of(), limit=LIMIT), np.zeros(2))  # type: ignore[arg-type]  # an array
    assert np.array_equal(decode(array_of(strides=(16,)), limit=LIMIT), np.zeros(2))  # type: ignore[arg-type]  # likewise
    assert decode(marked(forms.DICT, 1, 2), limit=LIMIT) == {1: 2}
    assert decode(marked(forms.TUPLE, 1, 2), limit=LIMIT) == (1, 2)
    assert decode(array_of(shape=(), raw=bytes(8), code=forms.SCALAR), limit=LIMIT) == 0.0
    assert decode(nested(3), limit=LIMIT) == [[[None]]]
    assert decode(nested(forms.DEPTH), limit=LIMIT) is not None
    handle = extension(forms.HANDLE, struct.pack("<4Q", 1, 2, 3, 4) + b"x")
    assert decode(handle, limit=LIMIT) == Handle(1, "x", 2, 3 + (4 << 64))


def test_messagepacks_own_timestamps_are_mere_numbers() -> None:
    assert decode(b"\xd6\xff\x00\x00\x00\x01", limit=LIMIT) == 1.0


def test_a_list_that_announces_much_reserves_no_memory_that_is_used() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    message = b"\xdd\x00\x01\x80\x00" * 1000 + bytes(100_000)  # a thousand lists of 98,304 items, one in another
    with pytest.raises(WireError):
        decode(message, limit=LIMIT)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000, "in KiB; 800 MB were announced"


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
    harmless(extension(code, payload))


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
@given(st.sampled_from([forms.TUPLE, forms.DICT]), st.lists(leaves.filter(lambda v: type(v) is not int)))
def test_marked_lists_of_anything_raise_nothing_but_wire_error(mark: int, items: list[Any]) -> None:
    harmless(marked(mark, *items))


def harmless(message: bytes) -> None:
    """Whatever is decoded can be encoded again; nothing but WireError escapes."""
    try:
        value = decode(message, limit=LIMIT)
    except WireError:
        return
    encode(value, limit=2 * LIMIT)
