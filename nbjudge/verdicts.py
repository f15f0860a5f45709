"""What came out of a test, a cell, a submission: plain data that survives JSON."""

from __future__ import annotations

import functools
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from nbjudge.diagnosis import Diagnosis
from nbjudge.stands import Question

PASSED: Final = "passed"
WRONG: Final = "wrong answer"
RAISED: Final = "raised"
TIME_LIMIT: Final = "time limit"
MEMORY_LIMIT: Final = "memory limit"
DIED: Final = "died"
FORBIDDEN: Final = "forbidden"
NOT_JUDGED: Final = "not judged"
WIDTH: Final = 96  # characters of a line in a feedback page that need no scrolling
_INDENT: Final = "    "

DOUBT: Final = "it passes, but its tests could not ask everything apart from the student's code: "
"""How the message of a cell begins that is *not judged* because a person has to decide; then: what was refused."""

OUTCOMES: Final = (PASSED, WRONG, RAISED, TIME_LIMIT, MEMORY_LIMIT, DIED, FORBIDDEN, NOT_JUDGED)


@dataclass(frozen=True)
class Verdict:
    """One test function's outcome.

    Attributes:
        test: the function's name; ``description``: the first line of its docstring, which the student reads.
        outcome: one of OUTCOMES.
        points, max_points: this test's part of its grade cell's points.
        message: why it failed, for the student; empty if it passed.
        hidden: whether the test stands in a hidden region.
        seconds: wall time. Kept for the instructor; no part of the verdict.
        printed: what the student's code printed meanwhile, bounded. For the instructor only.
        diagnosis: the mistake behind it, where the numbers show one.
    """

    test: str
    description: str
    outcome: str
    points: float
    max_points: float
    message: str = ""
    hidden: bool = False
    seconds: float = field(default=0.0, compare=False)
    printed: str = ""
    diagnosis: Diagnosis | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON data."""
        return {**vars(self), "diagnosis": self.diagnosis.to_dict() if self.diagnosis is not None else None}

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Verdict:
        """The verdict that ``to_dict`` was called on."""
        return cls(**{**told, "diagnosis": Diagnosis.from_told(told.get("diagnosis"))})


@dataclass(frozen=True)
class CellResult:
    """One grade cell: its tests' verdicts. ``score`` is None if any of them could not be judged.

    Attributes:
        asked: what its tests asked of the student's objects; see ``nbjudge.stands``.
        refused: what they could not ask, in words.
        met: what the student's code returned that does not cross, and the solution did not, in words.
    """

    grade_id: str
    max_points: float
    verdicts: tuple[Verdict, ...]
    asked: frozenset[Question] = field(default=frozenset(), compare=False)
    refused: tuple[str, ...] = ()
    met: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """For the channel between the processes."""
        # not dataclasses.asdict, which copies every string of it deeply
        verdicts = [verdict.to_dict() for verdict in self.verdicts]
        listed = {"asked": list(self.asked), "refused": list(self.refused), "met": list(self.met)}
        return {**vars(self), "verdicts": verdicts, **listed}

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> CellResult:
        """The result that ``to_dict`` was called on."""
        verdicts = tuple(map(Verdict.from_dict, told["verdicts"]))
        asked = frozenset((line, what, tuple(of)) for line, what, of in told["asked"])
        return cls(told["grade_id"], told["max_points"], verdicts, asked, tuple(told["refused"]), tuple(told["met"]))

    @property
    def score(self) -> float | None:
        """Points earned; exact in the two cases that everybody checks by eye, all passed and none passed."""
        if any(verdict.outcome == NOT_JUDGED for verdict in self.verdicts):
            return None
        if all(verdict.outcome == PASSED for verdict in self.verdicts):
            return self.max_points
        return round(sum(verdict.points for verdict in self.verdicts), 9)


@dataclass(frozen=True)
class Graded:
    """One submission, judged.

    Attributes:
        notebook: the rebuilt notebook with outputs and verdicts (nbformat 4.5), ready to be written.
        cells: grade_id to result, in the notebook's order.
        answered: grade_id of each solution cell to whether the student wrote something there.
        notes: what was odd, in plain words.
        reason: why nothing could be read, or None.
        sandboxed: False if the instructor switched the sandbox off.
    """

    notebook: dict[str, Any]
    cells: Mapping[str, CellResult]
    answered: Mapping[str, bool]
    notes: tuple[str, ...] = ()
    reason: str | None = None
    sandboxed: bool = True

    @property
    def odd(self) -> tuple[str, ...]:
        """All that was odd, in plain words."""
        return (*self.notes, *([self.reason] if self.reason is not None else []))

    def count(self, outcome: str) -> int:
        """How many tests ended so."""
        return sum(verdict.outcome == outcome for cell in self.cells.values() for verdict in cell.verdicts)

    @property
    def score(self) -> float:
        """Points earned; cells that were not judged count as nothing yet."""
        return sum(cell.score or 0.0 for cell in self.cells.values())


def is_open(verdict: Verdict, grade_id: str, *, hides: bool) -> bool:
    """Whether students have the test, and so may know before it is due how it ended.

    Args:
        hides: whether hidden tests stand in its grade cell; one verdict on the whole cell is then a verdict on them.
    """
    return not verdict.hidden and not (hides and verdict.test == grade_id)


def share_points(max_points: float, weights: Iterable[float]) -> list[float]:
    """Divide a cell's points among its tests in proportion to their weights."""
    weights = list(weights)
    total = sum(weights)
    return [max_points * weight / total for weight in weights]


def summary(verdicts: Iterable[Verdict]) -> str:
    """The short list that stands under a grade cell, for student and instructor."""
    lines: list[str] = []
    for verdict in verdicts:
        mark = "✓" if verdict.outcome == PASSED else "?" if verdict.outcome == NOT_JUDGED else "✗"
        points = f"{_number(verdict.points)}/{_number(verdict.max_points)}"
        lines.append(f"{mark} {verdict.test} ({points})")
        lines += _wrapped(verdict.description)
        if verdict.outcome != PASSED:
            lines += _wrapped(f"{verdict.outcome}: {verdict.message}" if verdict.message else verdict.outcome)
    return "\n".join(lines) + "\n"


@functools.lru_cache(maxsize=200)  # most are what tests are about, the same for all students: 0.6 ms a submission
def _wrapped(text: str) -> tuple[str, ...]:
    """The lines of a text, indented and narrow enough for a feedback page; lines that fit stay as they are."""
    lines: list[str] = []
    for line in text.splitlines():
        if 0 < len(line) <= WIDTH - len(_INDENT) and line.isprintable():
            lines.append(_INDENT + line)
        else:  # where tabs and the like become spaces, and an empty line none at all
            lines += textwrap.wrap(
                line, WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT + "  ", drop_whitespace=False
            )
    return tuple(lines)


def _number(points: float) -> str:
    return f"{points:.2f}".rstrip("0").rstrip(".")
