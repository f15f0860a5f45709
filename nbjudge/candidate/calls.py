"""Calls that are made on one object in the candidate, and what an exception is told as."""

from __future__ import annotations

import builtins
import linecache
import traceback
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from nbjudge.wire.forms import type_name

TEXT_CHARS: Final = 4_000  # characters of a message or traceback
ATTRIBUTES: Final = 20  # of an exception
_PLAIN: Final = (type(None), bool, int, float, str)
BUILTIN_ERRORS: Final = frozenset(
    found for found in vars(builtins).values() if isinstance(found, type) and issubclass(found, BaseException)
)


class RunningScript:
    """A script of calls on a fresh object, and what came of them so far.

    Args:
        wanted: the numbers of the calls whose results are; those of the others are None. None: all are wanted.
    """

    def __init__(self, cls: Any, wanted: Sequence[int] | None = None) -> None:
        self.cls, self.made = cls, None
        self.wanted = wanted
        self.results: list[Any] = []
        self.kept: list[tuple[int, np.ndarray]] = []
        self.error: BaseException | None = None

    def make(self, call: Sequence[Any]) -> None:
        """Make a call, unless an earlier one has failed."""
        if self.error is not None:
            return
        name, *arguments = call
        try:
            if self.made is None:
                self.made = self.cls()
            member = getattr(self.made, name)
            result = member(*arguments) if callable(member) else member
        except BaseException as error:  # as in Agent._guarded
            self.error = error
            return
        number = len(self.results)
        if self.wanted is not None and number not in self.wanted:
            result = None
        elif type(result) is np.ndarray:
            self.kept.append((number, result))
            result = result.copy()
        self.results.append(result)

    def changed(self) -> list[int]:
        """The numbers of the calls whose result was changed by a later one."""
        return [number for number, array in self.kept if array.tobytes() != self.results[number].tobytes()]


def describe_error(error: BaseException) -> list[Any]:
    """``[class name, message, traceback, errno, number of the class, builtin class that it is of, attributes]``.

    Of an exception whose every method may be hostile. Of its attributes, plain values.
    """
    kind = type(error)
    mro: tuple[type, ...] = type.__dict__["__mro__"].__get__(kind)
    behind = next(base.__name__ for base in mro if base in BUILTIN_ERRORS)
    try:
        message = str(error)[:TEXT_CHARS]
        trace = "\n".join(_student_lines(error))[-TEXT_CHARS:]
        errno = error.errno if isinstance(error, OSError) else 0
        errno = errno if type(errno) is int else 0
        return [type_name(error), message, trace, errno, id(kind), behind, _plain_attributes(error)]
    except BaseException:  # its __str__ raised, or worse: the class name is all there is to say
        return [type_name(error), "", "", 0, id(kind), behind, {}]


def _plain_attributes(error: BaseException) -> dict[str, Any]:
    kept = {}
    for name, value in list(vars(error).items())[:ATTRIBUTES]:
        if type(name) is str and type(value) in _PLAIN and not (type(value) is str and len(value) > TEXT_CHARS):
            kept[name] = value
    return kept


def _student_lines(error: BaseException) -> Iterator[str]:
    """Where in the student's cells it was raised. IPython names a cell <ipython-input-...>; the judge's own frames
    are nothing to a student, and `traceback.extract_tb` would look for the files of all of them.
    """
    for frame, line in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        if code.co_filename.startswith("<ipython-input"):
            yield f"line {line}, in {code.co_name}: {linecache.getline(code.co_filename, line).strip()}"
