"""The points of a notebook, as a table: a row for each class with its aspects, and one for each other grade cell.

Where grade cells are called ``test_<class>_<aspect>``, and two classes have an aspect in common.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from nbjudge.verdicts import NOT_JUDGED, Verdict

_TEST: Final = re.compile(r"test_([^_]+)_(.+)")
_CLASS: Final = re.compile(r"^class (\w+)", re.MULTILINE)
_SAME: Final = 1e-6  # points that are no further apart are the same


@dataclass(frozen=True)
class Mark:
    """The points of a grade cell, or of a row of them.

    Attributes:
        by_hand: whether a person gave them, or gave others than the tests.
        extra: how much of the score is extra credit, with which it may be above the points.
    """

    grade_id: str
    score: float
    points: float
    judged: bool = True
    by_hand: bool = False
    extra: float = 0.0

    @property
    def sign(self) -> str:
        """A character for it, which needs no colour."""
        return _SIGNS[self.words]

    @property
    def words(self) -> str:
        """The same for who does not see it."""
        if not self.judged:
            return "not judged yet"
        if self.score >= self.points - _SAME:
            return "all points" if self.points else "no points to earn"
        return "some points" if self.score > _SAME else "no points"


_SIGNS: Final = {
    "all points": "✓", "some points": "◐", "no points": "✗", "not judged yet": "?", "no points to earn": "·",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A class, with a mark for each aspect that is asked of it; or another grade cell, with one mark."""

    name: str
    marks: tuple[Mark | None, ...]
    total: Mark


class Index:
    """The grade cells of a notebook, with their marks.

    Args:
        cells: of the notebook.
        verdicts: by grade_id.
    """

    def __init__(self, cells: Sequence[Any], verdicts: Mapping[str, Sequence[Verdict]]) -> None:
        asked = {cell.metadata.nbgrader["grade_id"]: cell for cell in cells if is_asked(cell)}
        self.marks = {name: _mark(cell, verdicts.get(name, ())) for name, cell in asked.items()}
        self._anchors = {name: f"cell-{cell.get('id', '')}" for name, cell in asked.items()}
        self._names = {name.lower(): name for cell in cells for name in _CLASS.findall(str(cell.source))}

    @property
    def waiting(self) -> bool:
        """Whether a cell is not judged yet."""
        return not all(mark.judged for mark in self.marks.values())

    @cached_property
    def aspects(self) -> list[str]:
        """What is asked of the classes, in the order in which it first is; none where no two have it in common."""
        named = [found.groups() for name in self.marks if (found := _TEST.fullmatch(name))]
        count = Counter(aspect for _, aspect in named)
        classes = {one for one, aspect in named if count[aspect] > 1}
        aspects = dict.fromkeys(aspect for one, aspect in named if one in classes)
        return list(aspects) if len(aspects) > 1 else []

    @cached_property
    def rows(self) -> list[Row]:
        """A row for each class, then one for each other grade cell."""
        classes: dict[str, dict[str, Mark]] = {}
        others: list[Row] = []
        for name, mark in self.marks.items():
            found = _TEST.fullmatch(name)
            if found is not None and found[2] in self.aspects:
                classes.setdefault(found[1], {})[found[2]] = mark
            else:
                others.append(Row(name, (), mark))
        rows = [
            Row(self._class(name), tuple(map(marks.get, self.aspects)), sum_of(marks.values(), name))
            for name, marks in classes.items()
        ]
        return rows + others

    def label(self, grade_id: str) -> str:
        """What a grade cell is called on the page: by class and aspect where it has them."""
        found = _TEST.fullmatch(grade_id)
        if found is None or found[2] not in self.aspects:
            return grade_id
        return f"{self._class(found[1])} {found[2]}"

    def anchor(self, grade_id: str) -> str:
        """The id of a grade cell on a feedback page."""
        return self._anchors[grade_id]

    def _class(self, name: str) -> str:
        return str(self._names.get(name.lower(), name))


def is_asked(cell: Any) -> bool:
    """Whether a cell has points: tests, an answer for a person to grade, or a task."""
    flags: Mapping[str, Any] = cell.metadata.get("nbgrader", {})
    return bool(flags.get("grade") or flags.get("task")) and bool(flags.get("grade_id"))


def sum_of(marks: Iterable[Mark], name: str = "") -> Mark:
    """The mark of several together."""
    marks = list(marks)
    judged = all(mark.judged for mark in marks)
    extra = sum(mark.extra for mark in marks)
    return Mark(name, sum(mark.score for mark in marks), sum(mark.points for mark in marks), judged, extra=extra)


def _mark(cell: Any, verdicts: Sequence[Verdict]) -> Mark:
    """A grade cell's points: nbgrader's, or those of the tests where it says nothing."""
    flags = cell.metadata.nbgrader
    tests = sum(verdict.points for verdict in verdicts)
    score = float(flags["score"] or 0) if "score" in flags else tests
    judged = not any(verdict.outcome == NOT_JUDGED for verdict in verdicts)
    extra = float(flags.get("extra_credit") or 0)
    by_tests = bool(verdicts) or "verdicts" in cell.metadata.get("nbjudge", {})  # of which none may be told
    by_hand = not by_tests or (judged and abs(score - extra - tests) > _SAME)
    return Mark(flags["grade_id"], score, float(flags.get("points") or 0), judged or score > 0, by_hand, extra)
