"""Values that cross the wire, as Hypothesis strategies, and messages made by hand, which no honest encoder makes."""

from __future__ import annotations

import struct
from typing import Any, Final

import hypothesis.extra.numpy as hnp
import msgpack  # type: ignore[import-untyped]  # msgpack ships no type hints
import numpy as np
from hypothesis import strategies as st

from nbjudge.wire import forms
from nbjudge.wire.arrays import DTYPES
from nbjudge.wire.decode import decode
from nbjudge.wire.encode import encode

LIMIT: Final = 1 << 20

# ---------------------------------------------------------------- values

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


def lists_in_lists(depth: int) -> list[Any]:
    """Lists one in another, so many of them."""
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


def round_trip(value: object, **options: Any) -> Any:
    """What arrives of a value. The options are the encoder's."""
    return decode(encode(value, limit=LIMIT, **options), limit=LIMIT)


# ---------------------------------------------------------------- messages


def extension(code: int, payload: bytes) -> bytes:
    """An extension of MessagePack, with any code and payload."""
    return bytes(msgpack.packb(msgpack.ExtType(code, payload)))


def marked(mark: int, *items: object) -> bytes:
    """A list whose first item says that it is a tuple or a dict."""
    return bytes(msgpack.packb([msgpack.ExtType(mark, b""), *items]))


def array_of(
    dtype: bytes = b"<f8",
    shape: tuple[int, ...] = (2,),
    strides: tuple[int, ...] | None = None,
    raw: bytes = bytes(16),
    *,
    flags: int | None = None,
    code: int = forms.ARRAY,
) -> bytes:
    """An array with this header, or a scalar, whether or not the two go together with its bytes."""
    flags = (1 if strides is None else 3) if flags is None else flags
    numbers = (*shape, *(strides or ()))
    return extension(code, struct.pack(f"<4sBB{len(numbers)}q", dtype, len(shape), flags, *numbers) + raw)


def nested(levels: int) -> bytes:
    """Lists one in another around None, as ``lists_in_lists`` would be written, though deeper than any encoder goes."""
    return b"\x91" * levels + b"\xc0"
