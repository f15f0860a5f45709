"""NumPy arrays as dtype, shape, strides and bytes: what may cross the wire, and how it is rebuilt safely."""

from __future__ import annotations

import functools
import struct
from collections.abc import Iterable
from math import prod
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from nbjudge.wire.forms import DIMENSIONS

AnyArray = npt.NDArray[Any]

_X87_MANTISSA: Final = 63  # longdouble crosses only as x86's: 80 bits and six bytes of padding
_X87: Final = np.finfo(np.longdouble).nmant == _X87_MANTISSA
_NATIVE: Final = [np.dtype(code) for code in "?bhilqBHILQefdFD"]
_SWAPPED: Final = [dtype.newbyteorder() for dtype in _NATIVE]
_LONG: Final = [np.dtype("g"), np.dtype("G")] if _X87 else []
_EIGHTY_BITS: Final = "gG"  # dtype.char of floats with padding, and of complex numbers made of two

HEADER: Final = struct.Struct("<4sBB")  # dtype.str, dimensions, flags; then shape and strides as int64
WRITEABLE: Final = 1
STRIDED: Final = 2
_HEADERS: Final = 256  # remembered; a candidate may invent any number of them

#: The dtypes that cross by value, in either byte order, by `dtype.str`; kinds b i u f c.
DTYPES: Final[dict[str, np.dtype[Any]]] = {dtype.str: dtype for dtype in reversed([*_NATIVE, *_LONG, *_SWAPPED])}
#: How a header names them. Of two C types that are one dtype (long and long long), arrays become the first.
CODES: Final = {dtype: code.encode() for code, dtype in DTYPES.items()}
#: The NumPy scalar classes that cross by value, and how a header names each: here, the two are told apart.
SCALARS: Final[dict[type[np.generic], bytes]] = {
    dtype.type: (dtype.str if DTYPES[dtype.str].type is dtype.type else dtype.char).encode()
    for dtype in [*_NATIVE, *_LONG]
}
#: What a header's name means.
BY_CODE: Final = {code.ljust(4, b"\0"): dtype for dtype, code in CODES.items()} | {
    code.ljust(4, b"\0"): np.dtype(kind) for kind, code in SCALARS.items()
}


_NUMBERS: Final = [struct.Struct(f"<{count}q") for count in range(2 * DIMENSIONS + 1)]


class Header(NamedTuple):
    """What an array's elements are. ``strides`` is None for C order; ``size`` is theirs in bytes."""

    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    strides: tuple[int, ...] | None
    writeable: bool
    size: int


@functools.lru_cache(_HEADERS)
def header_of(code: bytes, shape: tuple[int, ...], strides: tuple[int, ...] | None, writeable: bool) -> bytes:
    """A header's bytes: dtype, number of dimensions, two flags, shape, and strides unless in C order."""
    flags, numbers = (writeable, shape) if strides is None else (writeable | STRIDED, shape + strides)
    return HEADER.pack(code, len(shape), flags) + _NUMBERS[len(numbers)].pack(*numbers)


def read_header(payload: bytes) -> tuple[Header, int]:
    """The header at the beginning of a payload, and where the elements begin.

    Raises:
        IndexError: if there is none.
        As ``_parsed``.
    """
    ndim, flags = payload[4], payload[5]
    start = HEADER.size + 8 * (2 * ndim if flags & STRIDED else ndim)
    return _parsed(payload[:start]), start


@functools.lru_cache(_HEADERS)
def _parsed(header: bytes) -> Header:
    """What ``header_of`` has written. Few differ, and reading one takes longer than copying a small array.

    Raises:
        LookupError: if it names a dtype that does not cross the wire, or too many dimensions.
        ValueError: for unknown flags, and lengths below zero.
        struct.error: if it is cut off.
    """
    code, ndim, flags = HEADER.unpack_from(header)
    dtype = BY_CODE[code]
    if ndim > DIMENSIONS or flags > WRITEABLE | STRIDED:
        raise ValueError("unknown flags, or too many dimensions")
    numbers = _NUMBERS[2 * ndim if flags & STRIDED else ndim].unpack_from(header, HEADER.size)
    shape = numbers[:ndim]
    if shape and min(shape) < 0:
        raise ValueError("a length below zero")
    strides = numbers[ndim:] if flags & STRIDED else None
    return Header(dtype, shape, strides, bool(flags & WRITEABLE), prod(shape) * dtype.itemsize)


def raw_bytes(array: AnyArray) -> bytes:
    """The elements in C order. Padding is blanked: it could carry the sender's memory."""
    data = array.tobytes()
    if array.dtype.char not in _EIGHTY_BITS:
        return data
    blank = np.frombuffer(data, np.uint8).reshape(-1, 16).copy()
    blank[:, 10:] = 0
    return blank.tobytes()


def elements(payload: bytes, dtype: np.dtype[Any], shape: tuple[int, ...], start: int) -> AnyArray:
    """The array whose elements begin at `start`, with bit patterns that NumPy's C code does not expect made regular.

    A bool byte of 2 miscounts masks, and NumPy then writes out of bounds; an 80-bit float with its
    integer bit cleared has crashed printf. Arithmetic turns the latter into NaN.
    """
    if dtype.kind == "b":
        return np.asarray(np.ndarray(shape, np.uint8, payload, start) != 0)
    array: AnyArray = np.ndarray(shape, dtype, payload, start)
    if dtype.char in _EIGHTY_BITS:
        with np.errstate(all="ignore"):
            regular = np.atleast_1d(array).view(np.longdouble) * np.longdouble(1)
        return np.asarray(regular).view(dtype).reshape(shape)
    return array


def footprint(shape: Iterable[int], itemsize: int) -> int:
    """Bytes that an array counts for. Lengths beside a zero count too: looping over (10**12, 0) hangs."""
    return prod(max(length, 1) for length in shape) * itemsize


def extent(shape: Iterable[int], strides: Iterable[int], itemsize: int) -> tuple[int, int]:
    """Bytes that a non-empty view spans, and the offset of its first element within them."""
    steps = [step * (length - 1) for length, step in zip(shape, strides, strict=True)]
    below = -sum(step for step in steps if step < 0)
    return below + sum(step for step in steps if step > 0) + itemsize, below


def strided(source: AnyArray, strides: Iterable[int], span: int, offset: int) -> AnyArray:
    """A copy of `source` with the given strides, over a buffer of `span` bytes of its own."""
    base = np.zeros(span, np.uint8)
    array: AnyArray = np.ndarray(source.shape, source.dtype, base.data, offset, tuple(strides))
    array[...] = source
    return array
