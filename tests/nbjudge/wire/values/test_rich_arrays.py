"""Arrays that are no mere numbers arrive with dtype, shape and elements; every NumPy scalar as exactly its type."""

from __future__ import annotations

import contextlib
from typing import Any

import msgpack  # type: ignore[import-untyped]  # msgpack ships no type hints
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis.extra import numpy as hnp

from nbjudge.wire.arrays import SCALARS
from nbjudge.wire.decode import decode
from nbjudge.wire.encode import encode
from nbjudge.wire.forms import ARRAY, TUPLE, WireError
from tests.support.wire import LIMIT, marked, round_trip

RECORD = [
    ("id", "<i4"),
    ("name", "<U3"),
    ("at", "<M8[s]"),
    ("grid", "<f8", (2, 2)),
    ("inner", [("x", ">i2"), ("y", "?")]),
]
ARRAYS: dict[str, np.ndarray[Any, Any]] = {
    "text": np.array([["a", "\U0001f600bc"], ["", "d"]]),
    "swapped text": np.array(["ab", "c"], ">U2"),
    "bytes": np.array([b"a", b"bc\0d"]),
    "dates": np.array(["2020-01-01", "NaT"], "M8[D]"),
    "moments": np.array([1, -(2**62)], "M8[25ns]"),
    "spans of time": np.array([1, 2], "m8"),
    "records": np.zeros((2, 1), RECORD),
    "aligned records": np.array([(1, 2.5)], np.dtype([("a", "i1"), ("b", "f8")], align=True)),
    "no records": np.zeros(0, [("a", "f8")]),
    "objects": np.array([[1, "a"], [None, 2.5]], object),
    "one object": np.array("a", object),
    "no objects": np.zeros((0, 3), object),
    "every other text": np.array(["a", "b", "c"])[::2],
}


@pytest.mark.parametrize("array", ARRAYS.values(), ids=ARRAYS.keys())
@pytest.mark.parametrize("writeable", [True, False])
def test_an_array_arrives_with_dtype_shape_elements_and_writeability(
    array: np.ndarray[Any, Any], writeable: bool
) -> None:
    array = array.copy()
    array.flags.writeable = writeable
    got = round_trip(array)
    assert type(got) is np.ndarray
    assert (got.dtype, got.shape, got.flags.writeable) == (array.dtype, array.shape, writeable)
    assert got.dtype.isalignedstruct == array.dtype.isalignedstruct
    assert repr(got.tolist()) == repr(array.tolist())


@settings(deadline=None)
@given(
    hnp.arrays(
        hnp.unicode_string_dtypes(min_len=1)
        | hnp.byte_string_dtypes(min_len=1)
        | hnp.datetime64_dtypes()
        | hnp.timedelta64_dtypes(),
        hnp.array_shapes(min_side=0, min_dims=0),
    )
)
def test_any_array_of_text_or_dates_arrives_to_the_last_byte(array: np.ndarray[Any, Any]) -> None:
    assume(array.dtype.kind != "U" or all(text == text.encode("utf-8", "replace").decode() for text in array.flat))
    got = round_trip(array)
    assert (got.dtype, got.shape, got.tobytes()) == (array.dtype, array.shape, array.tobytes())


@settings(deadline=None)
@given(hnp.arrays(hnp.array_dtypes(hnp.scalar_dtypes(), allow_subarrays=True), hnp.array_shapes(max_dims=2)))
def test_any_array_of_records_arrives_field_by_field(array: np.ndarray[Any, Any]) -> None:
    if array.dtype.names is None or any(len(name) > 200 or not name.isprintable() for name in array.dtype.names):
        return  # a subarray by itself, or names that do not cross
    if not all(crosses(array[name]) for name in array.dtype.names):
        return  # an empty text, say
    got = round_trip(array)
    assert (got.dtype.names, got.shape) == (array.dtype.names, array.shape)
    for name in array.dtype.names:
        assert got[name].tobytes() == array[name].tobytes() or array[name].dtype.char in "gG"


def crosses(field: np.ndarray[Any, Any]) -> bool:
    """Whether an array of such a field's elements would cross by itself."""
    with contextlib.suppress(WireError):
        encode(np.asarray(field), limit=LIMIT)
        return True
    return False


def test_objects_arrive_as_the_values_that_they_are() -> None:
    array = np.empty(3, object)
    array[:] = [[1, [2]], np.arange(3), {"a"}]
    got = round_trip(array)
    assert (got[0], got[2], got[1].tolist()) == ([1, [2]], {"a"}, [0, 1, 2])


def test_lone_surrogates_in_an_array_arrive_as_question_marks() -> None:
    assert round_trip(np.array(["a\ud800b", "ok"])).tolist() == ["a?b", "ok"]


@pytest.mark.parametrize(
    "scalar",
    [*(kind(1) for kind in SCALARS), np.str_("ab"), np.bytes_(b"ab"), np.datetime64(3, "h"), np.timedelta64(3, "D")],
    ids=lambda scalar: type(scalar).__name__,
)
def test_a_numpy_scalar_arrives_as_exactly_its_type(scalar: np.generic) -> None:
    got = round_trip(scalar)
    assert type(got) is type(scalar)
    assert (got, got.dtype) == (scalar, scalar.dtype)


def test_an_array_of_integers_has_int64_elements() -> None:
    """Not long long, which is the same dtype, but another type."""
    assert type(round_trip(np.arange(3))[0]) is np.int64
    assert type(round_trip(np.arange(3, dtype=np.longlong))[0]) is np.int64


def test_a_record_arrives_as_a_record() -> None:
    record = np.array([(1, 2.5)], [("a", "i4"), ("b", "f8")])[0]
    assert type(round_trip(record)) is np.void
    assert round_trip(record) == record


@pytest.mark.parametrize("mask", [[True, False, False], False], ids=["some", "none"])
def test_a_masked_array_arrives_with_mask_and_fill_value(mask: Any) -> None:
    array = np.ma.MaskedArray([1.0, 2.0, 3.0], mask=mask, fill_value=7)
    got = round_trip(array)
    assert type(got) is np.ma.MaskedArray
    assert (got.mask is np.ma.nomask) == (array.mask is np.ma.nomask)
    assert (got.tolist(), got.fill_value, got.filled().tolist()) == (array.tolist(), 7, array.filled().tolist())


def test_what_lies_between_the_fields_of_a_record_does_not_cross() -> None:
    leaky = np.frombuffer(b"\1secret!" + bytes(8), np.dtype([("a", "i1"), ("b", "f8")], align=True))
    assert b"secret" not in encode(leaky, limit=LIMIT)


# ------------------------------------------------------------ what no honest side sends

SHAPE = [msgpack.ExtType(TUPLE, b""), 2]
NUMBERS = msgpack.ExtType(ARRAY, b"<f8\0\1\1" + (2).to_bytes(8, "little") + bytes(16))
TEXT, RECORDS, OBJECTS, SCALAR, MASKED = 16, 17, 18, 19, 21
NAMES = [msgpack.ExtType(TUPLE, b""), "a"]

REFUSED = {
    "characters beyond Unicode": marked(TEXT, "<U1", True, b"\xff\xff\xff\xff", 1),
    "surrogates": marked(TEXT, "<U1", True, b"\x00\xd8\x00\x00", 1),
    "swapped characters beyond Unicode": marked(TEXT, ">U1", True, b"\xff\xff\xff\xff", 1),
    "text that does not fill its shape": marked(TEXT, "<U1", True, bytes(4), 2),
    "text of no characters, and endless": marked(TEXT, "<U0", True, b"", 10**15),
    "no text, but endless": marked(TEXT, "<U1", True, b"", 0, 10**15),
    "objects as bytes": marked(TEXT, "|O", True, bytes(8), 1),
    "a dtype that is evaluated": marked(TEXT, "f8,O", True, bytes(16), 1),
    "a unit that there is not": marked(TEXT, "<M8[99999x]", True, bytes(8), 1),
    "a negative length": marked(TEXT, "<U1", True, b"", -1, 0),
    "a scalar with dimensions": marked(SCALAR, "<U1", True, bytes(8), 2),
    "records without fields": marked(RECORDS, 1, SHAPE, [msgpack.ExtType(TUPLE, b"")]),
    "records with a list as field": marked(RECORDS, 1, SHAPE, NAMES, [1, 2]),
    "records with another shape": marked(RECORDS, 1, [msgpack.ExtType(TUPLE, b""), 3], NAMES, NUMBERS),
    "records with a field too many": marked(RECORDS, 1, SHAPE, NAMES, NUMBERS, NUMBERS),
    "records of objects": marked(RECORDS, 1, SHAPE, NAMES, [msgpack.ExtType(OBJECTS, b""), True, SHAPE, 1, 2]),
    "objects too few for their shape": marked(OBJECTS, True, SHAPE, 1),
    "no objects, but endless": marked(OBJECTS, True, [msgpack.ExtType(TUPLE, b""), 0, 10**15]),
    "a masked list": marked(MASKED, [1, 2], False, None),
    "a mask of another shape": marked(MASKED, NUMBERS, [True, False], None),
}


@pytest.mark.parametrize("message", REFUSED.values(), ids=REFUSED.keys())
def test_the_decoder_refuses(message: bytes) -> None:
    with pytest.raises(WireError):
        decode(message, limit=LIMIT)


def test_the_builders_of_refused_messages_build_valid_ones_too() -> None:
    assert decode(marked(TEXT, "<U1", True, b"a\0\0\0", 1), limit=LIMIT).tolist() == ["a"]  # type: ignore[attr-defined]
    assert decode(marked(RECORDS, 1, SHAPE, NAMES, NUMBERS), limit=LIMIT).tolist() == [(0.0,)] * 2  # type: ignore[attr-defined]
    assert decode(marked(OBJECTS, True, SHAPE, 1, 2), limit=LIMIT).tolist() == [1, 2]  # type: ignore[attr-defined]


def test_objects_in_objects_nest_no_deeper_than_lists_do() -> None:
    value: Any = 1
    for _ in range(40):
        value = [msgpack.ExtType(OBJECTS, b""), True, [msgpack.ExtType(TUPLE, b""), 1], value]
    with pytest.raises(WireError, match="deep"):
        decode(bytes(msgpack.packb(value)), limit=LIMIT)


def test_records_in_records_nest_four_deep_at_most() -> None:
    dtype: Any = np.dtype("f8")
    for level in range(1, 7):
        dtype = np.dtype([("a", dtype)])
        if level <= 4:
            assert round_trip(np.zeros(1, dtype)).dtype == dtype
        else:
            with pytest.raises(WireError, match="cannot cross"):
                encode(np.zeros(1, dtype), limit=LIMIT)
