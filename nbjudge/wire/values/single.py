"""Single values of Python and its standard library, as parts: numbers, dates, ranges, identifiers, paths."""

from __future__ import annotations

import datetime
import decimal
import fractions
import pathlib
import uuid
from collections.abc import Callable
from typing import Any, Final

from nbjudge.wire.forms import NAME_CHARS, Form, WireError

RANGE_ITEMS: Final = 1_000_000  # a range is small, but who goes through it makes all of them
DECIMAL_DIGITS: Final = 1_300
DECIMAL_EXPONENT: Final = 10_000  # `int` of a Decimal, or a Fraction of it, writes all the zeros out
PATH_CHARS: Final = 4_096

_CONSTANTS: Final[dict[str, object]] = {"Ellipsis": Ellipsis, "NotImplemented": NotImplemented}


def _of(kind: type, *types_of_parts: type) -> Callable[[list[Any]], Any]:
    """Builds a value by calling its class with parts of exactly these types."""

    def build(parts: list[Any]) -> Any:
        if [type(part) for part in parts] != [*types_of_parts]:
            raise WireError(f"a malformed {kind.__name__}")
        return kind(*parts)

    return build


def _range(parts: list[Any]) -> range:
    made: range = _of(range, int, int, int)(parts)
    return _checked_range(made)


def _checked_range(value: range) -> range:
    step = value.step
    length = max(0, (value.stop - value.start + step - (1 if step > 0 else -1)) // step)
    if length > RANGE_ITEMS:
        raise WireError(f"a range of {length} numbers; the limit is {RANGE_ITEMS}")
    return value


def _range_apart(value: range) -> list[object]:
    _checked_range(value)
    return [value.start, value.stop, value.step]


def _slice_apart(value: slice) -> list[object] | None:
    parts = [value.start, value.stop, value.step]
    return parts if all(type(part) in (int, type(None)) for part in parts) else None


def _slice(parts: list[Any]) -> slice:
    made = slice(*parts)
    if _slice_apart(made) is None:
        raise WireError("a slice of anything but integers")
    return made


def _decimal_apart(value: decimal.Decimal) -> list[object]:
    return [str(_checked_decimal(value))]


def _checked_decimal(value: decimal.Decimal) -> decimal.Decimal:
    digits, exponent = value.as_tuple()[1:]
    if len(digits) > DECIMAL_DIGITS or (type(exponent) is int and abs(exponent) > DECIMAL_EXPONENT):
        raise WireError(f"a Decimal of {len(digits)} digits and exponent {exponent}; the limit is {DECIMAL_DIGITS} "
                        f"digits and an exponent of {DECIMAL_EXPONENT}")  # fmt: skip
    return value


def _decimal(parts: list[Any]) -> decimal.Decimal:
    return _checked_decimal(decimal.Decimal(_text(parts, 2 * DECIMAL_DIGITS)))


def _fraction(parts: list[Any]) -> fractions.Fraction:
    made: fractions.Fraction = _of(fractions.Fraction, int, int)(parts)
    return made


def _text(parts: list[Any], most: int) -> str:
    (text,) = parts
    if type(text) is not str or len(text) > most:
        raise WireError(f"there should be a text of at most {most} characters")
    return text


def _uuid(parts: list[Any]) -> uuid.UUID:
    (number,) = parts
    return uuid.UUID(int=number)  # which refuses all but integers of 128 bits


def _path_apart(value: pathlib.PurePosixPath) -> list[object]:
    text = str(value)
    if len(text) > PATH_CHARS:
        raise WireError(f"a path of {len(text)} characters; the limit is {PATH_CHARS}")
    return [text]


def _zone_apart(value: datetime.timezone) -> list[object]:
    return [value.utcoffset(None), value.tzname(None)]


def _zone(parts: list[Any]) -> datetime.timezone:
    offset, name = parts
    zone = datetime.timezone(offset)
    return zone if zone.tzname(None) == name else datetime.timezone(offset, _text([name], NAME_CHARS))


def _is_fixed(zone: object) -> bool:
    return zone is None or type(zone) is datetime.timezone


def _moment_apart(value: datetime.datetime) -> list[object] | None:
    clock = _time_apart(value.timetz())
    return None if clock is None else [value.year, value.month, value.day, *clock]


def _time_apart(value: datetime.time) -> list[object] | None:
    if not _is_fixed(value.tzinfo):
        return None
    return [value.hour, value.minute, value.second, value.microsecond, value.fold, value.tzinfo]


def _moment(kind: Callable[..., Any], count: int) -> Callable[[list[Any]], Any]:
    def build(parts: list[Any]) -> Any:
        *numbers, fold, zone = parts
        if len(numbers) != count or not _is_fixed(zone) or not all(type(number) is int for number in numbers):
            raise WireError("a malformed time")
        return kind(*numbers, tzinfo=zone, fold=fold)

    return build


#: The types of single values, each with its parts. A path that may be opened does not cross: files are the
#: other side's.
FORMS: Final[dict[type, Form]] = {
    range: Form(50, _range_apart, _range),
    slice: Form(51, _slice_apart, _slice),
    type(Ellipsis): Form(52, lambda _: ["Ellipsis"], lambda parts: _CONSTANTS[_text(parts, NAME_CHARS)]),
    type(NotImplemented): Form(53, lambda _: ["NotImplemented"], lambda parts: _CONSTANTS[_text(parts, NAME_CHARS)]),
    bytearray: Form(54, lambda value: [bytes(value)], _of(bytearray, bytes)),
    decimal.Decimal: Form(55, _decimal_apart, _decimal),
    fractions.Fraction: Form(56, lambda value: [value.numerator, value.denominator], _fraction),
    uuid.UUID: Form(57, lambda value: [value.int], _uuid),
    pathlib.PurePosixPath: Form(58, _path_apart, lambda parts: pathlib.PurePosixPath(_text(parts, PATH_CHARS))),
    datetime.date: Form(59, lambda value: [value.year, value.month, value.day], _of(datetime.date, int, int, int)),
    datetime.timedelta: Form(60, lambda value: [value.days, value.seconds, value.microseconds],
                             _of(datetime.timedelta, int, int, int)),
    datetime.timezone: Form(61, _zone_apart, _zone),
    datetime.datetime: Form(62, _moment_apart, _moment(datetime.datetime, 7)),
    datetime.time: Form(63, _time_apart, _moment(datetime.time, 4)),
}  # fmt: skip
