"""NumPy arrays as dtype, shape, strides and bytes: what may cross the wire, and how it is rebuilt safely."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod
from typing import Any, Final

import numpy as np
import numpy.typing as npt

AnyArray = npt.NDArray[Any]

_X87_MANTISSA: Final = 63  # longdouble crosses only as x86's: 80 bits and six bytes of padding
_X87: Final = np.finfo(np.longdouble).nmant == _X87_MANTISSA
_NATIVE: Final = [np.dtype(code) for code in "?bhilqBHILQefdFD"]
_SWAPPED: Final = [dtype.newbyteorder() for dtype in _NATIVE]
_LONG: Final = [np.dtype("g")] if _X87 else []

#: The dtypes that cross by value, in either byte order, by `dtype.str`; kinds b i u f c.
DTYPES: Final[dict[str, np.dtype[Any]]] = {dtype.str: dtype for dtype in [*_NATIVE, *_SWAPPED, *_LONG]}
#: The NumPy scalar classes that cross by value.
SCALARS: Final[list[type[np.generic]]] = [dtype.type for dtype in [*_NATIVE, *_LONG]]


def raw_bytes(array: AnyArray) -> bytes:
    """The elements in C order. Padding is blanked: it could carry the sender's memory."""
    data = array.tobytes()
    if array.dtype.char != "g":
        return data
    blank = np.frombuffer(data, np.uint8).reshape(-1, 16).copy()
    blank[:, 10:] = 0
    return blank.tobytes()


def elements(raw: bytes, dtype: np.dtype[Any]) -> AnyArray:
    """The flat array in `raw`, with bit patterns that NumPy's C code does not expect made regular.

    A bool byte of 2 miscounts masks, and NumPy then writes out of bounds; an 80-bit float with its
    integer bit cleared has crashed printf. Arithmetic turns the latter into NaN.
    """
    flat: AnyArray = np.ndarray((len(raw) // dtype.itemsize,), dtype, raw)
    if dtype.kind == "b":
        flat = np.ndarray(flat.shape, np.uint8, raw) != 0
    elif dtype.char == "g":
        with np.errstate(all="ignore"):
            flat = flat * np.longdouble(1)
    return flat


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
