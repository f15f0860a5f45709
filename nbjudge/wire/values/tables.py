"""pandas objects by value, where both sides have imported pandas anyway: as arrays, labels and names.

The wire never imports pandas itself. A handle stands before the parts, for a receiver that has not imported it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final

import numpy as np

from nbjudge.wire.forms import Form, WireError
from nbjudge.wire.values.keys import are_keys, is_key
from nbjudge.wire.values.rich_arrays import MASKED

COLUMNS: Final = 1_000
ROWS: Final = 1_000_000

_PLAIN_KINDS: Final = "biufcmM"
#: How often the moments of an index follow each other: pandas would parse any text at all.
_FREQUENCIES: Final = frozenset(
    [
        *("D", "B", "h", "min", "s", "ms", "us", "ns", "MS", "ME"),
        *(f"W-{day}" for day in ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")),
        *("QS-JAN", "QE-DEC", "YS-JAN", "YE-DEC"),
    ]
)
_ABSENT: Final = -1  # in place of a text's length

Parts = tuple[Any, ...]


def form_of(value: object) -> Form | None:
    """How a value crosses whose type's module may or may not have been imported here."""
    kind = type(value)
    masked = sys.modules.get("numpy.ma")
    if masked is not None and kind is getattr(masked, "MaskedArray", None):
        return MASKED
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return None
    return next((form for name, form in _FORMS.items() if kind is getattr(pandas, name, None)), None)


def is_mutable(value: object) -> bool:
    """Whether it is of such a type, and can be changed in place."""
    return type(value).__name__ in ("DataFrame", "Series", "MaskedArray") and form_of(value) is not None


# ------------------------------------------------------------ columns


def _column_apart(values: Any) -> Parts | None:
    """What a Series or an Index holds, as a word and plain values; None if it does not cross."""
    pandas: Any = sys.modules["pandas"]
    dtype = values.dtype
    if len(values) > ROWS:
        raise WireError(f"{len(values)} rows; the limit is {ROWS}")
    if isinstance(dtype, np.dtype):
        array = np.asarray(values)
        plain = dtype.kind in _PLAIN_KINDS or (dtype.kind == "O" and are_keys(array))
        return ("plain", array) if plain else None
    if isinstance(dtype, pandas.StringDtype):
        return ("text", str(dtype), *_joined(values.astype(object), values.isna()))
    if isinstance(dtype, pandas.CategoricalDtype):
        categories = _index_apart(dtype.categories)
        codes = values.cat.codes if hasattr(values, "cat") else values.codes
        return None if categories is None else ("category", np.asarray(codes), categories, bool(dtype.ordered))
    if str(dtype) in _NULLABLE:
        missing = np.asarray(values.isna())
        return "nullable", str(dtype), values.to_numpy(dtype.numpy_dtype, na_value=0), missing
    return None


#: The columns of numbers that may be missing, by the class of their arrays.
_NULLABLE: Final = {
    **dict.fromkeys((f"{sign}{bits}" for sign in ("Int", "UInt") for bits in (8, 16, 32, 64)), "IntegerArray"),
    **dict.fromkeys(("Float32", "Float64"), "FloatingArray"),
    "boolean": "BooleanArray",
}  # fmt: skip


def _joined(values: Any, missing: Any) -> tuple[Any, bytes]:
    """The texts' lengths, and all of them in one: a column has more of them than a message may have values."""
    texts = [b"" if absent else text.encode("utf-8", "replace") for text, absent in zip(values, missing, strict=True)]
    lengths = [_ABSENT if absent else len(text) for text, absent in zip(texts, missing, strict=True)]
    return np.array(lengths, np.int32), b"".join(texts)


def _column(parts: object) -> Any:
    """An array, of NumPy's or pandas'."""
    if type(parts) is not tuple or not parts or parts[0] not in _COLUMNS:
        raise WireError("a malformed column")
    column = _COLUMNS[parts[0]](*parts[1:])
    if len(column) > ROWS:
        raise WireError(f"{len(column)} rows; the limit is {ROWS}")
    return column


def _plain(array: object) -> Any:
    if type(array) is not np.ndarray or array.ndim != 1:
        raise WireError("a column that is no array")
    if array.dtype.kind not in _PLAIN_KINDS and not (array.dtype.char == "O" and are_keys(array)):
        raise WireError("a column of what does not cross")
    return array.copy()


def _texts(dtype: object, lengths: object, joined: object) -> Any:
    pandas: Any = sys.modules["pandas"]
    if type(joined) is not bytes or type(lengths) is not np.ndarray or lengths.dtype != np.int32 or lengths.ndim != 1:
        raise WireError("a malformed column of text")
    if len(lengths) > ROWS or lengths.min(initial=_ABSENT) < _ABSENT:
        raise WireError("a column of text with impossible lengths")
    missing = lengths == _ABSENT
    ends = np.concatenate([[0], np.cumsum(np.where(missing, 0, lengths), dtype=np.int64)])
    if ends[-1] != len(joined) or dtype not in {"str", "string"}:
        raise WireError("a column of text whose lengths do not fit")
    texts = [
        None if absent else joined[start:end].decode()
        for absent, (start, end) in zip(missing.tolist(), pairwise(ends.tolist()), strict=True)
    ]
    return pandas.array(texts, dtype=dtype)


def _category(codes: object, categories: object, ordered: object) -> Any:
    pandas: Any = sys.modules["pandas"]
    if type(codes) is not np.ndarray or codes.dtype.kind != "i" or codes.ndim != 1:
        raise WireError("a malformed column of categories")
    return pandas.Categorical.from_codes(codes, categories=_index(categories), ordered=ordered is True)


def _nullable(dtype: str, values: object, missing: object) -> Any:
    pandas: Any = sys.modules["pandas"]
    if any(type(part) is not np.ndarray or part.ndim != 1 for part in (values, missing)):
        raise WireError("a malformed column of numbers that may be missing")
    made = getattr(pandas.arrays, _NULLABLE[dtype])(values, missing, copy=True)
    if str(made.dtype) != dtype:
        raise WireError("a column of numbers of another type than it says")
    return made


_COLUMNS: Final[dict[object, Callable[..., Any]]] = {
    "plain": _plain,
    "text": _texts,
    "category": _category,
    "nullable": _nullable,
}


# ------------------------------------------------------------ indexes


def _index_apart(index: Any) -> Parts | None:
    pandas: Any = sys.modules["pandas"]
    if not is_key(index.name):
        return None
    if type(index) is pandas.RangeIndex:
        return "range", index.name, index.start, index.stop, index.step
    if type(index) is pandas.MultiIndex:
        return None
    column = _column_apart(index)
    frequency = getattr(index, "freqstr", None)
    return None if column is None else ("index", index.name, frequency if frequency in _FREQUENCIES else None, column)


def _index(parts: object) -> Any:
    pandas: Any = sys.modules["pandas"]
    if type(parts) is not tuple or len(parts) < 4 or not is_key(parts[1]):
        raise WireError("a malformed index")
    kind, name, *rest = parts
    if kind == "range":
        if [type(number) for number in rest] != [int, int, int] or len(range(*rest)) > ROWS:
            raise WireError("a malformed index of numbers in turn")
        return pandas.RangeIndex(*rest, name=name)
    if kind != "index":
        raise WireError("an index of an unknown kind")
    frequency, column = rest
    values = _column(column)
    index = pandas.Index(values, dtype=values.dtype, name=name)
    if frequency is not None:
        if frequency not in _FREQUENCIES:
            raise WireError("an index of an unknown frequency")
        index.freq = frequency  # pandas checks it against the values
    return index


# ------------------------------------------------------------ tables


def _index_whole(value: Any) -> Parts | None:
    parts = _index_apart(value)
    return None if parts is None else (parts,)


def _series_apart(value: Any) -> Parts | None:
    index, column = _index_apart(value.index), _column_apart(value)
    return None if index is None or column is None or not is_key(value.name) else (value.name, index, column)


def _series(name: object, index: object, column: object) -> Any:
    pandas: Any = sys.modules["pandas"]
    if not is_key(name):
        raise WireError("a malformed series")
    values = _column(column)
    return pandas.Series(values, index=_index(index), dtype=values.dtype, name=name)


def _frame_apart(value: Any) -> Parts | None:
    width = value.shape[1]
    if width > COLUMNS:
        raise WireError(f"a table of {width} columns; the limit is {COLUMNS}")
    index, labels = _index_apart(value.index), _index_apart(value.columns)
    columns = [_column_apart(value.iloc[:, place]) for place in range(width)]
    return None if index is None or labels is None or None in columns else (index, labels, *columns)


def _frame(index: object, labels: object, *columns: object) -> Any:
    pandas: Any = sys.modules["pandas"]
    if len(columns) > COLUMNS:
        raise WireError("a table of too many columns")
    rows = _index(index)
    arrays = [_column(column) for column in columns]
    series = {place: pandas.Series(array, index=rows, dtype=array.dtype) for place, array in enumerate(arrays)}
    frame = pandas.DataFrame(series, index=rows)
    frame.columns = _index(labels)
    return frame


def _moment_apart(value: Any) -> Parts | None:
    return None if getattr(value, "tzinfo", None) is not None else (value.to_numpy(),)


def _moment(value: object) -> Any:
    pandas: Any = sys.modules["pandas"]
    if type(value) is np.datetime64:
        return pandas.Timestamp(value)
    if type(value) is np.timedelta64:
        return pandas.Timedelta(value)
    raise WireError("a malformed moment")


def _late(mark: int, apart: Any, build: Any) -> Form:
    """Built of the parts after the handle; the handle itself where pandas has not been imported."""

    def built(parts: list[Any]) -> object:
        instead, *rest = parts
        return build(*rest) if "pandas" in sys.modules else instead

    return Form(mark, apart, built, elsewhere=True)


_INDEX: Final = _late(82, _index_whole, _index)
_MOMENT: Final = _late(83, _moment_apart, _moment)
#: By the type's name in pandas.
_FORMS: Final = {
    "DataFrame": _late(80, _frame_apart, _frame),
    "Series": _late(81, _series_apart, _series),
    **dict.fromkeys(("Index", "RangeIndex", "DatetimeIndex", "TimedeltaIndex", "CategoricalIndex"), _INDEX),
    **dict.fromkeys(("Timestamp", "Timedelta"), _MOMENT),
}
FORMS: Final = list({form.mark: form for form in _FORMS.values()}.values())
