"""What the first screen of a page tells of a graded notebook: points, by class and aspect, and what went wrong.

Pure: a graded notebook in, plain values out, which the templates show.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from nbjudge.course.settings import EVERYTHING
from nbjudge.feedback.causes import Cause, causes, stopped_cell
from nbjudge.feedback.curve import drawn
from nbjudge.feedback.harmless.filters import is_the_instructors
from nbjudge.verdicts import NOT_JUDGED, PASSED, Verdict

_TEST: Final = re.compile(r"test_([^_]+)_(.+)")
_HEADING: Final = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_CLASS: Final = re.compile(r"^class (\w+)", re.MULTILINE)
_SAME: Final = 1e-6  # points that are no further apart are the same


@dataclass(frozen=True)
class Mark:
    """The points of a grade cell, or of a row of them.

    Attributes:
        sign, words: how much of them was earned, in a character and for who does not see it.
        by_hand: whether a person gave them, or gave others than the tests.
    """

    grade_id: str
    score: float
    points: float
    judged: bool = True
    by_hand: bool = False

    @property
    def sign(self) -> str:
        return _SIGNS[self.words]

    @property
    def words(self) -> str:
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


@dataclass(frozen=True)
class Card:
    """A cause as it is shown.

    Attributes:
        title: what it is about; ``outcome`` of its tests and the grade cells (``where``) that it cost, as far as the
            title does not say so.
        picture: its curve as SVG; empty where there is none.
        section_id: of where the section begins that is to be read again, if it is on a feedback page.
    """

    cause: Cause
    title: str
    outcome: str
    where: str
    picture: str
    section_id: str | None


class Overview:
    """What a page tells first.

    Args:
        nb: the graded notebook, with nbgrader's points in it as far as they are known.
        resources: nbconvert's, with the sum of these points under ``nbgrader``, if there is one.
        detail: how much is told: one of `nbjudge.course.settings.FEEDBACK`.
    """

    def __init__(self, nb: Any, resources: Any, detail: str) -> None:
        told = nb.metadata.get("nbjudge", {})
        self.detail = detail
        self.verdicts = verdicts_of(nb)
        self.reason: str | None = told.get("reason")
        notes = [str(note) for note in told.get("notes", ())]
        self.causes = causes(self._failed(), notes) if detail == EVERYTHING and self.reason is None else []
        self.notes = [note for note in notes if detail != EVERYTHING or stopped_cell(note) is None]
        self._cells = [cell for cell in nb.cells if is_asked(cell)]
        self._anchors: dict[str, str] = {
            cell.metadata.nbgrader["grade_id"]: f"cell-{cell.get('id', '')}" for cell in self._cells
        }
        self._headings = _headings(nb.cells)
        self._names = {name.lower(): name for cell in nb.cells for name in _CLASS.findall(str(cell.source))}
        self.marks = {mark.grade_id: mark for cell in self._cells for mark in [self._mark(cell)]}
        totals = resources.get("nbgrader", {})
        self.penalty = float(totals.get("late_penalty") or 0)
        self.total = self._sum("", self.marks.values()) if "score" not in totals else _total(totals)

    # ------------------------------------------------------------ points

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
            Row(self._class(name), tuple(map(marks.get, self.aspects)), self._sum(name, marks.values()))
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

    def _mark(self, cell: Any) -> Mark:
        flags = cell.metadata.nbgrader
        name = flags["grade_id"]
        verdicts = self.verdicts.get(name, [])
        tests = sum(verdict.points for verdict in verdicts)
        score = float(flags["score"] or 0) if "score" in flags else tests
        judged = not any(verdict.outcome == NOT_JUDGED for verdict in verdicts)
        by_hand = not verdicts or (judged and abs(score - tests) > _SAME)
        return Mark(name, score, float(flags.get("points") or 0), judged or score > 0, by_hand)

    def _sum(self, name: str, marks: Any) -> Mark:
        marks = list(marks)
        judged = all(mark.judged for mark in marks)
        return Mark(name, sum(mark.score for mark in marks), sum(mark.points for mark in marks), judged)

    def _class(self, name: str) -> str:
        return str(self._names.get(name.lower(), name))

    # ------------------------------------------------------------ causes

    @cached_property
    def cards(self) -> list[Card]:
        """The causes, the gravest first."""
        return [self._card(cause) for cause in self.causes]

    @cached_property
    def failed(self) -> int:
        """How many tests did not pass."""
        return len(self._failed())

    @property
    def passed_count(self) -> int:
        """How many did."""
        return sum(map(len, self.passed.values()))

    @property
    def waiting(self) -> bool:
        """Whether a cell is not judged yet."""
        return not all(mark.judged for mark in self.marks.values())

    @cached_property
    def passed(self) -> dict[str, list[str]]:
        """What the tests that passed ask, by grade_id."""
        found = {
            name: [verdict.description or verdict.test for verdict in verdicts if verdict.outcome == PASSED]
            for name, verdicts in self.verdicts.items()
        }
        return {name: descriptions for name, descriptions in found.items() if descriptions}

    def _failed(self) -> list[tuple[str, Verdict]]:
        return [
            (name, verdict)
            for name, verdicts in self.verdicts.items()
            for verdict in verdicts
            if verdict.outcome != PASSED
        ]

    def _card(self, cause: Cause) -> Card:
        where = ", ".join(map(self.label, cause.grade_ids))
        classes = {row.name for row in self.rows for mark in row.marks if mark and mark.grade_id in cause.grade_ids}
        title, outcome = cause.title, cause.outcome
        if not title and len(cause.grade_ids) < 3:
            title, where = where, ""
        elif not title:
            title, outcome = (classes.pop(), outcome) if len(classes) == 1 else (_capital(outcome), "")
        picture = drawn(cause.curve) if cause.curve else ""
        return Card(cause, title, outcome, where, picture, self._section(cause.section))

    def _section(self, heading: str) -> str | None:
        wanted = heading.casefold().strip()
        if not wanted:
            return None
        same = [cell_id for text, _, cell_id in self._headings if text.casefold() == wanted]
        within = [cell_id for text, _, cell_id in self._headings if wanted in text.casefold()]
        return next((f"cell-{cell_id}" for cell_id in same + within), None)


def verdicts_of(nb: Any) -> dict[str, list[Verdict]]:
    """The verdicts that the judge keeps in a graded notebook, by grade_id."""
    return {
        cell.metadata.nbgrader["grade_id"]: [Verdict.from_dict(told) for told in cell.metadata.nbjudge["verdicts"]]
        for cell in nb.cells
        if "verdicts" in cell.metadata.get("nbjudge", {}) and "nbgrader" in cell.metadata
    }


def is_asked(cell: Any) -> bool:
    """Whether a cell has points: tests, an answer for a person to grade, or a task."""
    flags: Mapping[str, Any] = cell.metadata.get("nbgrader", {})
    return bool(flags.get("grade") or flags.get("task")) and bool(flags.get("grade_id"))


def is_answer(cell: Any) -> bool:
    """Whether a student was to write something there, or a person wrote of it."""
    flags: Mapping[str, Any] = cell.metadata.get("nbgrader", {})
    return bool(flags.get("solution") or flags.get("task"))


def heading_before(cells: Sequence[Any], place: int) -> str:
    """The instructor's heading of a section in which a cell stands, as plain text; empty if there is none."""
    for text, rank, _ in reversed(_headings(cells[:place])):
        if rank <= 2:
            return text
    return ""


def _headings(cells: Sequence[Any]) -> list[tuple[str, int, str]]:
    """The instructor's headings, their ranks, and in which cells they stand."""
    return [
        (_plain(text), len(signs), cell.get("id", ""))
        for cell in cells
        if cell.cell_type == "markdown" and is_the_instructors(cell)
        for signs, text in _HEADING.findall(cell.source)
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plain(heading: str) -> str:
    return re.sub(r"[`*$]", "", heading).strip()


def _total(told: Mapping[str, Any]) -> Mark:
    """What nbgrader says of a notebook, the penalty taken off."""
    return Mark("", float(told["score"] or 0), float(told["max_score"] or 0))
