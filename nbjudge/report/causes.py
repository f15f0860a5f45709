"""The mistakes behind wrong answers, over the class: of each, how many made it, what it cost, and what it looks like.

Verdicts with a diagnosis are grouped by what it is about and its key. Where there is none, by outcome and the first
line of the message, numbers aside, which differ with each student's inputs; wrong answers by their cell as well, since
what two questions say of numbers is mostly the same sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from nbjudge.notebooks.graded import GradedCell, GradedNotebook
from nbjudge.report import policy
from nbjudge.verdicts import NOT_JUDGED, PASSED, WRONG, Verdict

Key = tuple[str, ...]
_NUMBER: Final = re.compile(r"[-+]?\d+(?:\.\d*)?(?:e[-+]?\d+)?|\b(?:nan|inf)\b", re.IGNORECASE)
_EXTENTS: Final = re.compile(r"\([\s\d,]*\)")  # an index or a shape
OTHERS: Final[Key] = ("others",)


@dataclass(frozen=True, slots=True)
class Example:
    """One wrong answer, of nobody in particular.

    Attributes:
        test: which test it failed; ``numbers``: name to number, in words; ``message``: what the student was told.
    """

    test: str
    numbers: tuple[tuple[str, str], ...]
    message: str


@dataclass(slots=True)
class Cause:
    """One mistake.

    Attributes:
        number: its place in order of appearance; ``named``: whether it is a diagnosis, or a message alone.
        about: a class or function of the student's; ``key``: the diagnosis's, or the outcome.
        sections: headings to teach again, to how often they were named; ``cells``: where it cost points, to students.
        students, tests, points: how many made it, failed tests for it, and what that cost.
    """

    number: int
    named: bool
    about: str
    key: str
    sentence: str
    sections: Counter[str] = field(default_factory=Counter)
    cells: Counter[str] = field(default_factory=Counter)
    students: int = 0
    tests: int = 0
    points: float = 0.0
    examples: list[Example] = field(default_factory=list)

    @property
    def section(self) -> str:
        """The heading to teach again; empty if none is known."""
        return self.sections.most_common(1)[0][0] if self.sections else ""


class Causes:
    """The causes of a class, in order of appearance."""

    def __init__(self) -> None:
        self._known: dict[Key, Cause] = {}

    def add(self, notebooks: Iterable[GradedNotebook]) -> dict[int, list[tuple[GradedCell, Verdict]]]:
        """Add a student's failed tests; returns the numbers of the causes, each with the verdicts that it explains."""
        found: dict[Key, list[tuple[str, GradedCell, Verdict]]] = {}
        for notebook in notebooks:
            for name, cell in notebook.cells.items():
                for verdict in cell.verdicts:
                    if verdict.outcome not in (PASSED, NOT_JUDGED):
                        found.setdefault(key_of(name, verdict), []).append((name, cell, verdict))
        causes: dict[int, list[tuple[GradedCell, Verdict]]] = {}
        for key, verdicts in found.items():
            cause = self._cause(key, verdicts[0][2])
            _count(cause, verdicts)
            causes.setdefault(cause.number, []).extend((cell, verdict) for _, cell, verdict in verdicts)
        return causes

    def __len__(self) -> int:
        return len(self._known)

    def ranked(self) -> list[Cause]:
        """Diagnoses first, then what is only a message; of both, those of most students first."""
        causes = self._known.values()
        return sorted(causes, key=lambda cause: (not cause.named, -cause.students, -cause.points, cause.number))

    @property
    def by_number(self) -> Mapping[int, Cause]:
        """All of them."""
        return {cause.number: cause for cause in self._known.values()}

    def _cause(self, key: Key, verdict: Verdict) -> Cause:
        if key not in self._known and len(self._known) >= policy.CAUSES_KEPT:
            key = OTHERS
        if key not in self._known:
            told, number = verdict.diagnosis, len(self._known)
            if key is OTHERS:
                cause = Cause(number, False, "", "other", "something else: there are too many different messages")
            elif told is not None:
                cause = Cause(number, True, told.about, told.key, told.sentence)
            else:
                cause = Cause(number, False, "", verdict.outcome, first_line(verdict.message))
            self._known[key] = cause
        return self._known[key]


def key_of(cell: str, verdict: Verdict) -> Key:
    """By what a failed test's verdict is grouped."""
    if verdict.diagnosis is not None:
        return "diagnosis", *verdict.diagnosis.cause
    line = _EXTENTS.sub("(…)", first_line(verdict.message))
    return "message", cell if verdict.outcome == WRONG else "", verdict.outcome, _NUMBER.sub("…", line)


def first_line(message: str) -> str:
    """The first line of a message, of bounded length."""
    return message.strip().partition("\n")[0][: policy.LINE_CHARS]


def _count(cause: Cause, verdicts: list[tuple[str, GradedCell, Verdict]]) -> None:
    """Add one student, to whom these verdicts belong."""
    cause.students += 1
    cause.tests += len(verdicts)
    cause.points += sum(verdict.max_points - verdict.points for _, _, verdict in verdicts)
    cause.cells.update({name for name, _, _ in verdicts})
    _, cell, first = verdicts[0]
    told = first.diagnosis
    section = (told.section if told is not None else "") or cell.section
    if section:
        cause.sections[section] += 1
    example = Example(
        first.test, told.example if told is not None else (), first.message.strip()[: policy.MESSAGE_CHARS]
    )
    if len(cause.examples) < policy.EXAMPLES and example not in cause.examples:
        cause.examples.append(example)
