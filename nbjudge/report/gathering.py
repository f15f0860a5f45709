"""The class added up, student by student: what stays of each is a row of numbers, and the notebooks are let go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from nbjudge.gradebook.assignments import KnownAssignment
from nbjudge.gradebook.submissions import Submitted
from nbjudge.notebooks.graded import GradedNotebook
from nbjudge.report import policy
from nbjudge.report.causes import Causes, first_line
from nbjudge.report.items import Item
from nbjudge.report.reading import Handed
from nbjudge.verdicts import DIED, DOUBT, FORBIDDEN, MEMORY_LIMIT, NOT_JUDGED, PASSED, TIME_LIMIT, Verdict

ItemKey = tuple[str, str, str]
"""Notebook, grade_id, test."""

UNREADABLE: Final = "could not be read"
UNKNOWN: Final = "unknown to the gradebook"
IN_DOUBT: Final = "in doubt"
NO_TIME: Final = "no time of hand-in"
NO_SANDBOX: Final = "graded without a sandbox"
NOTED: Final = "noted"
KINDS: Final = (
    UNREADABLE, UNKNOWN, NOT_JUDGED, IN_DOUBT, FORBIDDEN, DIED, MEMORY_LIMIT, TIME_LIMIT, NO_TIME, NO_SANDBOX, NOTED,
)  # fmt: skip
"""What may be odd about a submission, in the order in which somebody should look."""


@dataclass(slots=True)
class CellSum:
    """A cell with points over the class: ``total`` of points, extra credit in; how many have all, and none of them."""

    most: float
    students: int = 0
    total: float = 0.0
    full: int = 0
    none: int = 0
    by_hand: int = 0
    extra: int = 0
    waiting: int = 0
    stand: str = ""


@dataclass(slots=True)
class Group:
    """Students who fail the very same tests (by their places in ``Gathered.items``)."""

    failed: frozenset[int]
    students: int = 0
    points: float = 0.0
    causes: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Row:
    """What stays of a student.

    Attributes:
        extra: how much of the points is extra credit.
        scores: points of each of ``Gathered.columns``; None where nothing is recorded.
        causes: numbers of the causes; ``group``: who fails alike; None if all passed, or not all was judged.
    """

    student: str
    name: str
    points: float
    penalty: float
    extra: float
    scores: tuple[float | None, ...]
    causes: tuple[int, ...]
    group: Group | None
    when: datetime | None
    overdue: float | None
    notebooks: tuple[str, ...]
    not_judged: bool


class Gathered:
    """The class so far.

    Attributes:
        columns: (notebook, grade_id) of each cell with points; ``cells``: what came of it.
        items: the tests, in order of appearance; ``causes``: the mistakes; ``groups``: by the tests that fail.
        odd: (kind, what) to the students of whom it is.
    """

    def __init__(self, known: KnownAssignment) -> None:
        self.known = known
        self.columns = [
            (name, cell) for name, notebook in known.notebooks.items() for cell in (*notebook.graded, *notebook.tasks)
        ]
        most = {name: {**book.graded, **book.tasks} for name, book in known.notebooks.items()}
        self.cells = {(name, cell): CellSum(most[name][cell] or 0.0) for name, cell in self.columns}
        self.order: dict[tuple[str, str], int] = {}
        self.items: dict[ItemKey, Item] = {}
        self.causes = Causes()
        self.groups: dict[frozenset[int], Group] = {}
        self.odd: dict[tuple[str, str], list[str]] = {}
        self.rows: list[Row] = []

    @property
    def max_points(self) -> float:
        """What all cells give together."""
        return sum(cell.most for cell in self.cells.values())

    def add(self, handed: Handed) -> Row:
        """Add a student; returns what stays."""
        judged = [notebook for notebook in handed.notebooks if notebook.reason is None]
        explained = self.causes.add(judged)
        failed = self._count_tests(judged, complete=len(judged) == len(self.known.notebooks))
        for kind, what in dict.fromkeys(_oddities(handed)):
            self._note(kind, what, handed.student)
        scores = self._scores(handed)
        found = handed.submitted
        points = found.points if found is not None else sum(score or 0.0 for score in scores)
        group = None
        if failed:
            group = self.groups.setdefault(failed, Group(failed))
            group.students += 1
            group.points += points
            group.causes.update(explained.keys())
        row = Row(
            handed.student,
            ", ".join(filter(None, (found.last_name, found.first_name))) if found is not None else "",
            points,
            found.penalty if found is not None else 0.0,
            found.extra if found is not None else 0.0,
            scores,
            tuple(explained),
            group,
            found.timestamp if found is not None else None,
            found.overdue if found is not None else None,
            tuple(notebook.name for notebook in handed.notebooks),
            any(verdict.outcome == NOT_JUDGED for _, _, verdict in _verdicts(handed.notebooks)),
        )
        self.rows.append(row)
        return row

    def _count_tests(self, judged: list[GradedNotebook], *, complete: bool) -> frozenset[int] | None:
        """Add a student's verdicts to the items; returns which failed, None if some were not judged."""
        verdicts = [verdict for _, _, verdict in _verdicts(judged)]
        whole = complete and all(verdict.outcome != NOT_JUDGED for verdict in verdicts)
        points = sum(verdict.points for verdict in verdicts)
        failed = []
        for notebook in judged:
            for name, cell in notebook.cells.items():
                self.order.setdefault((notebook.name, name), len(self.order))
                if (notebook.name, name) in self.cells:
                    self.cells[notebook.name, name].stand = cell.stand
                visible = [verdict.outcome == PASSED for verdict in cell.verdicts if not verdict.hidden]
                for verdict in cell.verdicts:
                    item = self._item(notebook.name, name, verdict)
                    rest = points - verdict.points if whole else None
                    item.add(verdict, cell.stand, rest, all(visible) if visible else None)
                    if verdict.outcome != PASSED:
                        failed.append(item.place)
        return frozenset(failed) if whole else None

    def _item(self, notebook: str, cell: str, verdict: Verdict) -> Item:
        key = notebook, cell, verdict.test
        if key not in self.items:
            self.items[key] = Item(*key, verdict.description, verdict.hidden, len(self.items))
        return self.items[key]

    def _scores(self, handed: Handed) -> tuple[float | None, ...]:
        """The points of each column, added to the class's."""
        found = handed.submitted
        if found is None:
            tests = {
                (notebook.name, name): sum(verdict.points for verdict in cell.verdicts)
                for notebook in handed.notebooks
                for name, cell in notebook.cells.items()
            }
            return tuple(tests.get(column) for column in self.columns)
        _add_up(self.cells, found)
        return tuple(found.cells[column].score if column in found.cells else None for column in self.columns)

    def _note(self, kind: str, what: str, student: str) -> None:
        key = kind, what
        if key not in self.odd and len(self.odd) >= policy.ODD_KEPT:
            key = kind, "and other things: too many different ones"
        self.odd.setdefault(key, []).append(student)


def _verdicts(notebooks: list[GradedNotebook] | tuple[GradedNotebook, ...]) -> Iterator[tuple[str, str, Verdict]]:
    for notebook in notebooks:
        for name, cell in notebook.cells.items():
            for verdict in cell.verdicts:
                yield notebook.name, name, verdict


def _add_up(cells: Mapping[tuple[str, str], CellSum], found: Submitted) -> None:
    for column, points in found.cells.items():
        cell = cells.get(column)
        if cell is None:
            continue
        cell.students += 1
        cell.total += points.score
        cell.full += points.score >= cell.most - 1e-9
        cell.none += points.score <= 0
        cell.by_hand += points.manual is not None
        cell.extra += bool(points.extra)
        cell.waiting += points.waits


def _oddities(handed: Handed) -> Iterator[tuple[str, str]]:
    """What is odd about a submission: a kind, and what it is."""
    for text in handed.unreadable:
        yield UNREADABLE, text
    if handed.submitted is None:
        yield UNKNOWN, "its points are the tests' alone: grade it again"
    elif handed.submitted.timestamp is None:
        yield NO_TIME, "it counts as not late"
    for notebook in handed.notebooks:
        if notebook.reason is not None:
            yield UNREADABLE, notebook.reason
        if not notebook.sandboxed:
            yield NO_SANDBOX, "by --no-sandbox, or c.NbJudge.sandbox"
        for note in notebook.notes:
            yield NOTED, note
    for _, cell, verdict in _verdicts(handed.notebooks):
        if verdict.outcome == NOT_JUDGED and verdict.message.startswith(DOUBT):
            yield IN_DOUBT, f"{cell}: {first_line(verdict.message.removeprefix(DOUBT))}"
        elif verdict.outcome == NOT_JUDGED:
            yield NOT_JUDGED, f"{cell}: {first_line(verdict.message)}"
        elif verdict.outcome in (FORBIDDEN, DIED, MEMORY_LIMIT, TIME_LIMIT):
            yield verdict.outcome, f"in tests of {cell}"
