"""What grade cells do with an answer: the calls that they make of its functions and methods, recorded as they run."""

from __future__ import annotations

import contextlib
import inspect
import io
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import CodeType, FrameType, FunctionType
from typing import Any, Final

import numpy as np

from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.source import SourceCell
from nbjudge.quality.running.carrying import NOTEBOOK, is_own, packed, unpacked
from nbjudge.quality.running.runs import Namespace, file_of, is_graded, run_cell

MOST_CALLS: Final = 300  # that are kept of one grade cell

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


def recorded(assignment: Assignment, grade_id: str) -> list[list[Call]]:
    """The calls that each grade cell makes of what a solution cell defines, in order, with the solution in place.

    Test functions without parameters are called, as the judge does.
    """
    names: Namespace = {"__name__": NOTEBOOK}
    found = []
    for cell in assignment.parsed.cells:
        if cell.cell_type != "code":
            continue
        if not is_graded(cell):
            run_cell(cell, cell.text, names)
            continue
        recorder = _Recorder(names, file_of(grade_id))
        random.seed(0)
        np.random.seed(0)
        with recorder.recording():
            run_cell(cell, cell.text, names)
            _call_tests(cell, names)
        found.append(recorder.calls)
    return found


def _call_tests(cell: SourceCell, names: Namespace) -> None:
    for name, value in list(names.items()):
        of_cell = isinstance(value, FunctionType) and value.__code__.co_filename == file_of(cell.name)
        if of_cell and name.startswith("test") and not value.__code__.co_argcount:
            with contextlib.suppress(Exception, SystemExit), contextlib.redirect_stdout(io.StringIO()):
                value()


# ---------------------------------------------------------------- recording


class _Recorder:
    """Hears of every call while tests run, and keeps those of the answer's own functions, called from outside of it."""

    def __init__(self, names: Namespace, file: str) -> None:
        self.calls: list[Call] = []
        self._names, self._file = names, file
        self._ways = dict(_ways(names, file))
        self._results: dict[
            int, tuple[Any, Call]
        ] = {}  # by id: the object, which is kept so that it stays the only one
        self._open: dict[int, tuple[FrameType, Call]] = {}

    @contextlib.contextmanager
    def recording(self) -> Iterator[None]:
        """Listen in a block."""
        sys.setprofile(self._heard)
        try:
            yield
        finally:
            sys.setprofile(None)

    def _heard(self, frame: FrameType, event: str, result: Any) -> None:
        if event == "call":
            way = self._ways.get(frame.f_code)
            outside = frame.f_back is not None and frame.f_back.f_code.co_filename != self._file
            if way and outside and id(frame) not in self._open and len(self.calls) < MOST_CALLS:
                self._called(frame, way)
        elif event == "return" and id(frame) in self._open:
            _, call = self._open[id(frame)]
            if not frame.f_code.co_flags & inspect.CO_GENERATOR:
                del self._open[id(frame)]
            self._gave(call, result)

    def _called(self, frame: FrameType, way: Callable[[FrameType], Call | None]) -> None:
        call = way(frame)
        try:
            if call is None:
                return
            call.given = tuple(map(self._as_given, call.given))
            if call.on is not None and call.makes:
                self._keep(call, call.on.value)
                call.on = None
            elif call.on is not None:
                self._introduce(call.on)
                call.on = self._as_given(call.on)
        except Exception:  # an argument that cannot be copied: no script can call with it
            return
        self.calls.append(call)
        self._open[id(frame)] = frame, call

    def _as_given(self, given: Given) -> Given:
        if given.of:
            return given
        if id(given.value) in self._results:
            _, maker = self._results[id(given.value)]
            maker.used = True
            return Given(of=maker.result, keyword=given.keyword)
        return Given(unpacked(packed(given.value), self._names), keyword=given.keyword)

    def _introduce(self, given: Given) -> None:
        """Begin with an object that nothing recorded has made: with a new one, or as it is."""
        value, kind = given.value, type(given.value)
        if given.of or id(value) in self._results or not is_own(kind):
            return
        call = Call("{1}", (Given(unpacked(packed(value), self._names)),), makes=True)
        if self._names.get(kind.__name__) is kind:
            with contextlib.suppress(Exception):  # it cannot be made without arguments
                if packed(kind()).data == packed(value).data:
                    call = Call(f"{kind.__name__}({{1}})", (), makes=True)
        self.calls.append(call)
        self._keep(call, value)

    def _gave(self, call: Call, result: Any) -> None:
        """Remember a result that later calls may use."""
        is_function = isinstance(result, FunctionType) and result.__code__.co_filename == self._file
        if call.makes or id(result) in self._results or not (is_function or is_own(type(result))):
            return
        self._keep(call, result)
        if is_function:
            call.opaque = True
            self._ways.setdefault(result.__code__, _closure(result.__code__, self._results))

    def _keep(self, call: Call, result: Any) -> None:
        call.result = f"{type(result).__name__.lower()}{len(self._results)}"
        self._results[id(result)] = result, call


Way = Callable[[FrameType], Call | None]


def _ways(names: Namespace, file: str) -> Iterator[tuple[CodeType, Way]]:
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


def _closure(code: CodeType, results: Mapping[int, tuple[Any, Call]]) -> Way:
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
