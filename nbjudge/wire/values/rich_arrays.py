"""NumPy arrays that are no mere numbers: of text, of dates, of records, of objects, and masked ones.

Each crosses as parts. Their layout in memory does not cross: they arrive in C order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import prod
from typing import Any, Final

import numpy as np

from nbjudge.wire.arrays import CODES, AnyArray, footprint
from nbjudge.wire.forms import ITEMS, NAME_CHARS, Form, WireError

FIELDS: Final = 1_000  # of a structured array
LEVELS: Final = 4  # of structured fields, one in another

_DTYPE: Final = re.compile(r"[<>|](U[1-9]\d{0,6}|S[1-9]\d{0,6}|[Mm]8(\[\d{0,4}(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?)")
_LAST_CHARACTER: Final = 0x10FFFF
_SURROGATES: Final = 0xD800, 0xDFFF
_QUESTION_MARK: Final = ord("?")
_ALIGNED: Final = 2  # beside 1, writeable, in a structured array's flags

#: Scalars of the dtypes that `texts_and_dates` takes apart. `np.void`, a record, is no key of a dict.
SCALARS: Final[list[type[np.generic]]] = [np.str_, np.bytes_, np.datetime64, np.timedelta64]


# ------------------------------------------------------------ text and dates


def _dtype_crosses(dtype: np.dtype[Any]) -> bool:
    return dtype.kind in "USMm" and _DTYPE.fullmatch(dtype.str) is not None


def texts_and_dates(array: AnyArray) -> list[object] | None:
    """dtype, writeable or not, elements in C order, shape."""
    if not _dtype_crosses(array.dtype):
        return None
    _check_walk(array.shape, array.nbytes)
    if array.dtype.kind == "U" and array.size:
        array = _without_surrogates(array)
    return [array.dtype.str, bool(array.flags.writeable), array.tobytes(), *array.shape]


def _without_surrogates(array: AnyArray) -> AnyArray:
    """As in a string that crosses, lone surrogates become question marks."""
    characters = _characters(array)
    lone = (characters >= _SURROGATES[0]) & (characters <= _SURROGATES[1])
    if not lone.any():
        return array
    mended = np.where(lone, _QUESTION_MARK, characters).astype(characters.dtype)
    replaced: AnyArray = mended.reshape(-1).view(array.dtype).reshape(array.shape)
    replaced.flags.writeable = array.flags.writeable
    return replaced


def _characters(array: AnyArray) -> AnyArray:
    """The code points of an array of text, in C order."""
    return np.frombuffer(array.tobytes(), np.dtype("u4").newbyteorder(array.dtype.byteorder))


def _texts_and_dates(parts: list[Any]) -> AnyArray:
    code, writeable, raw, *shape = parts
    if type(code) is not str or not _DTYPE.fullmatch(code) or type(raw) is not bytes or not _is_shape(shape):
        raise WireError("a malformed array of text or dates")
    dtype = np.dtype(code)
    _check_walk(shape, len(raw))
    if prod(shape) * dtype.itemsize != len(raw):
        raise WireError("an array of text or dates whose bytes do not fill its shape")
    array: AnyArray = np.ndarray(shape, dtype, raw).copy()
    if dtype.kind == "U" and array.size:
        # NumPy makes strings of them without looking
        characters = _characters(array)
        if characters.max() > _LAST_CHARACTER or _without_surrogates(array) is not array:
            raise WireError("an array of text with characters that there are not")
    array.flags.writeable = writeable is True
    return array


def _scalar_apart(value: np.generic) -> list[object] | None:
    return texts_and_dates(np.asarray(value))


def _scalar(parts: list[Any]) -> object:
    array = _texts_and_dates(parts)
    if array.ndim:
        raise WireError("a NumPy scalar with dimensions")
    return array[()]


# ------------------------------------------------------------ structured


def records(array: AnyArray) -> list[object] | None:
    """Flags, shape, the fields' names, and of each field an array: padding in between could be the sender's memory."""
    names = array.dtype.names
    if not names or len(names) > FIELDS or not _fields_cross(array.dtype, LEVELS):
        return None
    flags = bool(array.flags.writeable) | (_ALIGNED if array.dtype.isalignedstruct else 0)
    return [flags, array.shape, names, *(array[name] for name in names)]


def _fields_cross(dtype: np.dtype[Any], levels: int) -> bool:
    """Whether the fields are such as cross, nested not too deep, under names that are not too long."""
    if dtype.names is None:
        base = dtype.base
        return base in CODES or _dtype_crosses(base)
    fields = [dtype[name] for name in dtype.names]
    return (
        levels > 0
        and 0 < len(fields) <= FIELDS
        and all(len(name) <= NAME_CHARS and name.isprintable() for name in dtype.names)
        and all(_fields_cross(field.base, levels - 1) for field in fields)
    )


def _records(parts: list[Any]) -> AnyArray:
    flags, shape, names, *fields = parts
    if type(flags) is not int or type(shape) is not tuple or not _is_shape(shape) or type(names) is not tuple:
        raise WireError("a malformed structured array")
    if len(names) != len(fields) or any(type(field) is not np.ndarray for field in fields):
        raise WireError("a structured array without an array for each field")
    if any(field.shape[: len(shape)] != shape for field in fields):
        raise WireError("a structured array whose fields have other shapes")
    if not all(type(name) is str and name for name in names):
        raise WireError("a structured array with fields that have no names")
    described = [(name, field.dtype, field.shape[len(shape) :]) for name, field in zip(names, fields, strict=True)]
    dtype = np.dtype(described, align=bool(flags & _ALIGNED))
    if not _fields_cross(dtype, LEVELS):
        raise WireError("a structured array of fields that do not cross")
    array: AnyArray = np.zeros(shape, dtype)
    for name, field in zip(names, fields, strict=True):
        array[name] = field
    array.flags.writeable = bool(flags & 1)
    return array


def _record_apart(value: np.void) -> list[object] | None:
    return records(np.asarray(value))


def _record(parts: list[Any]) -> object:
    array = _records(parts)
    if array.ndim:
        raise WireError("a record with dimensions")
    return array[()]


# ------------------------------------------------------------ of objects, and masked


def objects(array: AnyArray) -> list[object] | None:
    """Writeable or not, shape, and the elements in C order: each crosses as a value."""
    _check_walk(array.shape, ITEMS)
    return [bool(array.flags.writeable), array.shape, *array.flat]


def _objects(parts: list[Any]) -> AnyArray:
    writeable, shape, *items = parts
    if type(shape) is not tuple or not _is_shape(shape) or prod(shape) != len(items):
        raise WireError("an array of objects whose elements do not fill its shape")
    _check_walk(shape, ITEMS)
    flat: AnyArray = np.empty(len(items), object)
    for place, item in enumerate(items):  # by one assignment, lists would become dimensions
        flat[place] = item
    array: AnyArray = flat.reshape(shape)
    array.flags.writeable = writeable is True
    return array


def masked(value: Any) -> list[object] | None:
    """Data, mask, and what stands for the masked. `np.ma.MaskedArray` keeps them where anybody may write."""
    data, mask, fill = np.ndarray.view(value, np.ndarray), vars(value).get("_mask"), vars(value).get("_fill_value")
    if data.dtype.kind not in "biufcUSMm" or not (mask is np.False_ or type(mask) is np.ndarray):
        return None
    return [data, mask, fill if type(fill) is np.ndarray and fill.dtype == data.dtype and not fill.ndim else None]


def _masked(parts: list[Any]) -> object:
    data, mask, fill = parts
    if type(data) is not np.ndarray or data.dtype.kind not in "biufcUSMm":
        raise WireError("a masked array without data")
    if mask is not np.False_ and not _is_mask(mask, data):
        raise WireError("a masked array whose mask does not fit")
    if fill is not None and (type(fill) is not np.ndarray or fill.ndim or fill.dtype != data.dtype):
        raise WireError("a masked array whose fill value does not fit")
    made: Any = np.ma.MaskedArray(data, mask=mask)
    if fill is not None:
        made.fill_value = fill[()]
    return made


def _is_mask(mask: object, data: AnyArray) -> bool:
    return type(mask) is np.ndarray and mask.dtype == np.bool_ and mask.shape == data.shape


def _check_walk(shape: Sequence[int], size: int) -> None:
    """Lengths beside a zero count too, as in an array of numbers."""
    if footprint(shape, 1) > max(ITEMS, size):
        raise WireError(f"an array of shape {tuple(shape)}; of that type, the limit is {ITEMS} elements")


def _is_shape(numbers: Iterable[object]) -> bool:
    return all(type(number) is int and number >= 0 for number in numbers)


#: Arrays by the kind of their dtype. What they hold in memory is counted before they are taken apart.
ARRAYS: Final = {
    **dict.fromkeys("USMm", Form(16, texts_and_dates, _texts_and_dates)),
    "V": Form(17, records, _records),
    "O": Form(18, objects, _objects),
}
FORMS: Final[dict[type, Form]] = {
    **dict.fromkeys(SCALARS, Form(19, _scalar_apart, _scalar)),
    np.void: Form(20, _record_apart, _record),
}
MASKED: Final = Form(21, masked, _masked)
