"""NumPy arrays on the wire: the same to the last bit, a copy of the receiver's own, and nothing that harms NumPy."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nbjudge.wire.arrays import DTYPES
from nbjudge.wire.decode import decode
from nbjudge.wire.encode import encode
from nbjudge.wire.forms import WireError
from tests.support.wire import LIMIT, array_of, arrays, dtypes, round_trip


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
    if array.dtype.char in "gG":  # the padding differs
        with np.errstate(invalid="ignore"):
            assert np.array_equal(got, array, equal_nan=True)
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


def test_many_small_arrays_cannot_claim_more_than_the_limit_together() -> None:
    wide = array_of(strides=(LIMIT // 4,))
    with pytest.raises(WireError, match="larger than the limit"):
        decode(b"\x98" + wide * 8, limit=LIMIT)


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
