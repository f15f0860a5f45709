"""What became of the student's cells, as told; and, of a name that a test misses, which cell was to define it.

Only a cell that ran before the first grade cell has its own words quoted: later ones might have seen hidden tests.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from pathlib import PurePosixPath
from typing import Any, Final

from nbjudge.limits import Limits
from nbjudge.verdicts import DIED, TIME_LIMIT

STOPPED: Final = "TimeUp"  # how a candidate calls what stops a cell that takes too long
NOT_WRITTEN: Final = "NotImplementedError"  # a stub's; nothing odd
EVERYTHING: Final = "*"
NOTES: Final = 10
TROUBLES: Final = 500  # remembered of one submission
SKIPPED: Final = 50  # of one cell
QUOTED_CHARS: Final = 80
WORDS_CHARS: Final = 200
LINE_CHARS: Final = 1_000
_WORDS: Final = re.compile(r"\w+")
_MISSING: Final = re.compile(r"name '(\w+)' is not defined")
_IDENTIFIER: Final = re.compile(r"[A-Za-z_]\w{0,60}")
_ABSENT: Final = ("ModuleNotFoundError", "ImportError", "FileNotFoundError", "OSError")


@dataclass(frozen=True)
class Stop:
    """What ended a cell early: a class of exceptions, its message, the line, and how many statements went before."""

    kind: str
    message: str
    line: int
    reached: int


@dataclass(frozen=True)
class Told:
    """What a candidate tells of a cell. ``outputs`` is still as it came; of ``skipped``, line and reason."""

    outputs: object
    skipped: tuple[tuple[int, str], ...] = ()
    stopped: Stop | None = None


def told_of(value: object) -> Told:
    """What a candidate tells, as far as it makes sense."""
    if type(value) is not dict:
        return Told(None)
    skipped = value.get("skipped")
    kept = [one for one in skipped[:SKIPPED] if _are(one, int, str)] if type(skipped) is list else []
    stopped: Any = value.get("stopped")
    stop = Stop(*stopped) if _are(stopped, str, str, int, int) else None
    return Told(value.get("outputs"), tuple((line, why[:WORDS_CHARS]) for line, why in kept), stop)


@dataclass(frozen=True)
class _Trouble:
    """Why a cell, or a line of it, did not define what it was to define."""

    source: str
    cause: str

    @cached_property
    def _names(self) -> frozenset[str]:
        return names_in(self.source)

    def concerns(self, name: str) -> bool:
        """Whether it was to define this name."""
        return name in self._names or EVERYTHING in self._names


class Troubles:
    """The cells of one submission that did not end well.

    Args:
        beside: the names of what was handed in beside the notebook, none of which is used.
    """

    def __init__(self, limits: Limits, beside: Sequence[str] = ()) -> None:
        self._limits = limits
        self._beside = beside
        self._troubles: list[_Trouble] = []
        self._odd: dict[str, None] = {}
        self.quoting = True

    @property
    def notes(self) -> list[str]:
        """What was odd, in words."""
        return list(self._odd)[:NOTES]

    def hear(self, cell: Mapping[str, Any], told: Told) -> None:
        """What a candidate tells of a cell that it has run."""
        source = cell["source"]
        for line, why in told.skipped:
            words = self._with_files(why) if self.quoting else self._kind(why.partition(":")[0])
            self._add(line_of(source, line), f"line {line} of {name_of(cell)} was left out ({words})")
        if told.stopped is None:
            return
        self._add(source, cause := self._cause(cell, told.stopped))
        if told.stopped.kind != NOT_WRITTEN and (_is_students(cell) or told.stopped.kind == STOPPED):
            self._odd[cause] = None

    def lost(self, cell: Mapping[str, Any], outcome: str, message: str) -> None:
        """A cell that did not stop, or ended its process."""
        said = f"ran into its time limit{self._seconds()}" if outcome == TIME_LIMIT else f"ended its process: {message}"
        cause = f"{name_of(cell)} {said if outcome in (TIME_LIMIT, DIED) else message}"
        self._add(cell["source"], cause)
        self._odd[cause] = None

    def explained(self, said: str) -> str:
        """An exception's words, with what a cell has to do with it."""
        missing = _MISSING.search(said)
        if missing is not None and said.startswith("NameError"):
            for trouble in reversed(self._troubles):
                if trouble.concerns(missing[1]):
                    return f"{said}: {trouble.cause}"
        return self._with_files(said)

    # ------------------------------------------------------------ in words

    def _add(self, source: str, cause: str) -> None:
        if len(self._troubles) < TROUBLES:
            self._troubles.append(_Trouble(source, cause))

    def _cause(self, cell: Mapping[str, Any], stop: Stop) -> str:
        where, line = name_of(cell), line_of(cell["source"], stop.line).strip()[:QUOTED_CHARS]
        at = f" at line {stop.line}" + (f" ({line})" if line else "") if stop.line > 0 else ""
        if stop.kind == STOPPED:
            return f"{where} ran into its time limit{self._seconds()}{at}"
        if stop.kind == "MemoryError":
            return f"{where} ran out of memory{at}"
        kind = self._kind(stop.kind)
        words = f": {stop.message[:WORDS_CHARS]}" if stop.message and self.quoting else ""
        return f"{where} ended with {kind}{at}{words}"

    def _kind(self, name: str) -> str:
        """What a class of exceptions is called: a student may have made the name up."""
        known = _IDENTIFIER.fullmatch(name) if self.quoting else isinstance(vars(builtins).get(name), type)
        return name if known else "an exception"

    def _seconds(self) -> str:
        return f" of {self._limits.cell_seconds:g} s"

    def _with_files(self, words: str) -> str:
        """An exception's words, and what lies beside the notebook that they miss."""
        if not words.startswith(_ABSENT):
            return words
        said = set(re.findall(r"[\w.-]+", words))
        missed = [name for name in self._beside if {PurePosixPath(name).name, PurePosixPath(name).stem} & said]
        return "; ".join([words, *map(_unused, missed)])


def _unused(name: str) -> str:
    return f"{name} was handed in beside the notebook, and what students hand in besides is not used in grading"


def name_of(cell: Mapping[str, Any]) -> str:
    """What a cell is called: by its grade_id, or by how it begins."""
    grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
    if grade_id:
        return f"the cell {grade_id}"
    first = next((line.strip() for line in cell["source"].splitlines() if line.strip()), "")
    return f"the cell that begins with {first[: QUOTED_CHARS // 2]!r}"


def line_of(source: str, number: int) -> str:
    """A line of a cell; nothing if there is none of that number."""
    lines = source.splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else ""


def names_in(source: str) -> frozenset[str]:
    """The names that a cell, or a line of it, was to define: by its text, as it may not even compile.

    EVERYTHING among them: an import of whatever a module has.
    """
    return frozenset(name for line in source.splitlines() for name in _bound_by(line[:LINE_CHARS]))


def _bound_by(line: str) -> Iterable[str]:
    words = _WORDS.findall(line)
    first = words[0] if words else ""
    if first in ("import", "from"):
        _, _, names = line.partition("import")
        return [EVERYTHING] if "*" in names else _WORDS.findall(names)
    if line[:1].isspace() or line.startswith("#"):  # within a definition or a block
        return ()
    if first in ("class", "def", "async"):
        return words[1 : 3 if first == "async" else 2]
    if first in ("for", "with"):
        return words
    targets = takewhile(lambda target: "(" not in target, line.split("=")[:-1])
    return [name for target in targets for name in _WORDS.findall(target)]


def _is_students(cell: Mapping[str, Any]) -> bool:
    """Whether the cell's text is the student's: an answer, or a cell that they added."""
    nbgrader = cell["metadata"].get("nbgrader", {})
    return bool(nbgrader.get("solution")) or not nbgrader


def _are(value: Any, *kinds: type) -> bool:
    return type(value) is list and [type(part) for part in value] == list(kinds)
