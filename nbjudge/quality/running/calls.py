"""What grade cells do with an answer: the calls that they make of its functions and methods, recorded as they run."""

from __future__ import annotations

import contextlib
import inspect
import io
import random
import sys
from collections.abc import Iterator
from types import FrameType, FunctionType
from typing import Any, Final

import numpy as np

from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.source import SourceCell
from nbjudge.quality.running.carrying import NOTEBOOK, is_own, packed, unpacked
from nbjudge.quality.running.runs import Namespace, file_of, is_graded, run_cell
from nbjudge.quality.running.ways import Call, Given, Way, way_of_result, ways_in

MOST_CALLS: Final = 300  # that are kept of one grade cell


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
        self._ways = dict(ways_in(names, file))
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

    def _called(self, frame: FrameType, way: Way) -> None:
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
            self._ways.setdefault(result.__code__, way_of_result(result.__code__, self._results))

    def _keep(self, call: Call, result: Any) -> None:
        call.result = f"{type(result).__name__.lower()}{len(self._results)}"
        self._results[id(result)] = result, call
