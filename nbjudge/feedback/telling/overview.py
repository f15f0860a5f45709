"""What the first screen of a page tells of a graded notebook: points, by class and aspect, and what went wrong.

Pure: a graded notebook in, plain values out, which the templates show.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from nbjudge.course.settings import EVERYTHING, VISIBLE
from nbjudge.feedback.harmless.filters import is_the_instructors
from nbjudge.feedback.telling.causes import Cause, causes, stopped_cell
from nbjudge.feedback.telling.curve import LEAST, drawn
from nbjudge.feedback.telling.index import Index, sum_of
from nbjudge.verdicts import PASSED, Verdict

_HEADING: Final = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


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
        resources: nbconvert's, with the sum of these points under ``nbgrader``, if there is one, the penalty taken off.
        detail: how much is told: one of `nbjudge.course.settings.FEEDBACK`.
    """

    def __init__(self, nb: Any, resources: Any, detail: str) -> None:
        told = nb.metadata.get("nbjudge", {})
        self.detail = detail
        self.verdicts = verdicts_of(nb)
        self.reason: str | None = told.get("reason")
        notes = [str(note) for note in told.get("notes", ())]
        explains = detail in (VISIBLE, EVERYTHING)
        self.causes = causes(self._failed(), notes) if explains and self.reason is None else []
        self.notes = [note for note in notes if not explains or stopped_cell(note) is None]
        self.index = Index(nb.cells, self.verdicts)
        self._headings = _headings(nb.cells)
        totals = resources.get("nbgrader", {})
        self.penalty = float(totals.get("late_penalty") or 0)
        self.total = sum_of(self.index.marks.values())
        if "score" in totals:
            self.total = replace(self.total, score=float(totals["score"] or 0), points=float(totals["max_score"] or 0))

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
        where = ", ".join(map(self.index.label, cause.grade_ids))
        classes = {
            row.name for row in self.index.rows for mark in row.marks if mark and mark.grade_id in cause.grade_ids
        }
        title, outcome = cause.title, cause.outcome
        if not title and len(cause.grade_ids) < 3:
            title, where = where, ""
        elif not title:
            title, outcome = (classes.pop(), outcome) if len(classes) == 1 else (_capital(outcome), "")
        picture = drawn(cause.curve) if len(cause.curve) >= LEAST else ""
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
