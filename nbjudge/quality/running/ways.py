"""Calls, and how each is written: found by the code that it runs."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any, Final

from nbjudge.quality.running.carrying import is_own
from nbjudge.quality.running.runs import Namespace

#: How methods are called that Python calls by itself: with the object in place of 0, the arguments in place of 1, or
#: one by one from 2 on.
_OPERATORS: Final[Mapping[str, str]] = {
    "__len__": "len({0})", "__iter__": "list({0})", "__getitem__": "{0}[{1}]", "__call__": "{0}({1})",
    "__repr__": "repr({0})", "__str__": "str({0})", "__bool__": "bool({0})", "__abs__": "abs({0})",
    "__eq__": "{0} == {1}", "__ne__": "{0} != {1}", "__lt__": "{0} < {1}", "__le__": "{0} <= {1}",
    "__gt__": "{0} > {1}", "__ge__": "{0} >= {1}", "__add__": "{0} + {1}", "__sub__": "{0} - {1}",
    "__mul__": "{0} * {1}", "__truediv__": "{0} / {1}", "__matmul__": "{0} @ {1}", "__neg__": "-{0}",
    "__setitem__": "{0}[{2}] = {3}", "__contains__": "{1} in {0}", "__hash__": "hash({0})", "__next__": "next({0})",
}  # fmt: skip


@dataclass(frozen=True)
class Given:
    """An argument: a value of its own, or what an earlier call gave or made.

    Attributes:
        value: as it was when the call began.
        of: the name that the earlier call's result has in scripts; empty for a value.
        keyword: by which it is handed over; empty for a place.
    """

    value: Any = None
    of: str = ""
    keyword: str = ""


@dataclass
class Call:
    """One call.

    Attributes:
        form: what is written for it, with ``{0}`` for the object and ``{1}`` for the arguments; see _OPERATORS.
        on: the object whose method it is; None for functions and classes.
        result: a name for what it gives, an object or a function; empty if it is neither.
        makes: whether it makes an object, whose name is ``result``.
        used: whether a later call uses that.
        opaque: whether it gives a function, at which there is nothing to see unless it is called.
    """

    form: str
    given: tuple[Given, ...]
    on: Given | None = None
    result: str = ""
    makes: bool = False
    used: bool = False
    opaque: bool = False

    @property
    def needs(self) -> set[str]:
        """The names of the results that it uses."""
        return {given.of for given in (*self.given, *([self.on] if self.on else [])) if given.of}


Way = Callable[[FrameType], Call | None]
"""Reads a call out of its frame; None if it cannot be written."""


def ways_in(names: Namespace, file: str) -> Iterator[tuple[CodeType, Way]]:
    """The code of each function and method that a cell defines, and how a call of it is written."""
    for name, value in names.items():
        if isinstance(value, type) and is_own(value):
            yield from _ways_of_class(name, value, file)
        elif code := _code(value, file):
            yield code, _way(f"{name}({{1}})", code, value)


def _ways_of_class(name: str, kind: type, file: str) -> Iterator[tuple[CodeType, Way]]:
    for attribute, member in vars(kind).items():
        if isinstance(member, property):
            for function, form in ((member.fget, f"{{0}}.{attribute}"), (member.fset, f"{{0}}.{attribute} = {{1}}")):
                if code := _code(function, file):
                    yield code, _way(form, code, function, on=True)
        elif isinstance(member, staticmethod | classmethod):
            if code := _code(member.__func__, file):
                skipped = isinstance(member, classmethod)
                yield code, _way(f"{name}.{attribute}({{1}})", code, member.__func__, skipped=skipped)
        elif code := _code(member, file):
            if attribute == "__init__":
                yield code, _way(f"{name}({{1}})", code, member, on=True, makes=kind)
            else:
                yield code, _way(_OPERATORS.get(attribute, f"{{0}}.{attribute}({{1}})"), code, member, on=True)


def _code(value: Any, file: str) -> CodeType | None:
    """The code of a function that stands in this file, below its decorators."""
    with contextlib.suppress(ValueError):  # decorators that unwrap to each other
        value = inspect.unwrap(value)
    code = getattr(value, "__code__", None)
    return code if isinstance(code, CodeType) and code.co_filename == file else None


def _way(
    form: str, code: CodeType, function: Any, *, on: bool = False, skipped: bool = False, makes: type | None = None
) -> Way:
    """What reads a call out of its frame.

    Args:
        on: whether the first argument is the object that it is a method of; ``skipped``: whether it is the class.
        makes: the class whose object it makes; of a class derived from it, it tells nothing.
    """
    with contextlib.suppress(ValueError):
        function = inspect.unwrap(function)

    def way(frame: FrameType) -> Call | None:
        places, given = _arguments(frame, function)
        itself = places.pop(0) if (on or skipped) and places else None
        if makes is not None and (itself is None or type(itself.value) is not makes):
            return None
        return Call(form, (*places, *given), itself if on else None, makes=makes is not None)

    return way


def way_of_result(code: CodeType, results: Mapping[int, tuple[Any, Call]]) -> Way:
    """How a call is written of a function that an earlier call gave: of the latest with this code."""

    def way(frame: FrameType) -> Call | None:
        function, maker = [found for found in results.values() if getattr(found[0], "__code__", None) is code][-1]
        maker.used = True
        places, given = _arguments(frame, function)
        return Call("{0}({1})", (*places, *given), Given(of=maker.result))

    return way


def _arguments(frame: FrameType, function: Any) -> tuple[list[Given], list[Given]]:
    """What a call hands over by place, and by keyword; defaults at the end are left out."""
    code, values = frame.f_code, frame.f_locals
    names = code.co_varnames[: code.co_argcount]
    defaults = getattr(function, "__defaults__", None) or ()
    places = [Given(values[name]) for name in names]
    rest = code.co_varnames[code.co_argcount + code.co_kwonlyargcount :]
    if code.co_flags & inspect.CO_VARARGS:
        places += [Given(value) for value in values[rest[0]]]
        rest = rest[1:]
    else:
        for default in reversed(defaults):
            if places[-1].value is not default:
                break
            places.pop()
    of_keywords = getattr(function, "__kwdefaults__", None) or {}
    keywords = {name: values[name] for name in code.co_varnames[code.co_argcount :][: code.co_kwonlyargcount]}
    given = {name: value for name, value in keywords.items() if value is not of_keywords.get(name, values)}
    if code.co_flags & inspect.CO_VARKEYWORDS:
        given |= values[rest[0]]
    return places, [Given(value, keyword=name) for name, value in given.items()]
