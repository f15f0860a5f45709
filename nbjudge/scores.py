"""What came of the submissions of a class, without the notebooks: small, as there may be thousands."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from nbjudge.verdicts import DIED, FORBIDDEN, MEMORY_LIMIT, NOT_JUDGED, OUTCOMES, TIME_LIMIT, Graded, Verdict

_ODD: Final = (TIME_LIMIT, MEMORY_LIMIT, DIED, FORBIDDEN, NOT_JUDGED)


def diagnoses_of(verdicts: Iterable[Verdict]) -> tuple[tuple[str, str], ...]:
    """What the mistakes behind these verdicts are about, and their keys; each once, in order."""
    told = [verdict.diagnosis for verdict in verdicts]
    return tuple(dict.fromkeys(one.cause for one in told if one is not None))


@dataclass(frozen=True, slots=True)
class CellScore:
    """Points of a grade cell; ``score`` is None if it could not be judged."""

    score: float | None
    max_points: float


@dataclass(frozen=True, slots=True)
class NotebookScores:
    """One notebook of a submission: what the gradebook and the instructor's table need of a ``Graded``.

    Attributes:
        cells: grade_id to points.
        counts: outcome to the number of tests that ended so; only those that occur.
        diagnoses: grade_id to what each mistake is about, and its key; only of cells that have some.
        answered, notes, reason: as in ``Graded``.
    """

    cells: Mapping[str, CellScore]
    counts: Mapping[str, int]
    answered: Mapping[str, bool]
    notes: tuple[str, ...]
    reason: str | None
    diagnoses: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, graded: Graded) -> NotebookScores:
        """What is kept of ``graded``."""
        cells = {name: CellScore(cell.score, cell.max_points) for name, cell in graded.cells.items()}
        found = Counter(verdict.outcome for cell in graded.cells.values() for verdict in cell.verdicts)
        counts = {outcome: found[outcome] for outcome in OUTCOMES if found[outcome]}
        told = {name: diagnoses_of(cell.verdicts) for name, cell in graded.cells.items()}
        diagnoses = {name: found for name, found in told.items() if found}
        return cls(cells, counts, dict(graded.answered), tuple(graded.notes), graded.reason, diagnoses)

    def to_dict(self) -> dict[str, Any]:
        """As JSON data, for the channel between worker and parent."""
        cells = {name: [cell.score, cell.max_points] for name, cell in self.cells.items()}
        return {
            "cells": cells,
            "counts": dict(self.counts),
            "answered": dict(self.answered),
            "notes": list(self.notes),
            "reason": self.reason,
            "diagnoses": {name: [list(one) for one in found] for name, found in self.diagnoses.items()},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> NotebookScores:
        """What ``to_dict`` was called on. Names are interned: every student has the same."""
        cells = {sys.intern(name): CellScore(*cell) for name, cell in data["cells"].items()}
        counts = {sys.intern(outcome): count for outcome, count in data["counts"].items()}
        answered = {sys.intern(name): yes for name, yes in data["answered"].items()}
        diagnoses = {
            sys.intern(name): tuple((sys.intern(about), sys.intern(key)) for about, key in found)
            for name, found in data["diagnoses"].items()
        }
        return cls(cells, counts, answered, tuple(data["notes"]), data["reason"], diagnoses)

    @property
    def points(self) -> float:
        """Points earned; cells that were not judged count as nothing yet."""
        return sum(cell.score or 0.0 for cell in self.cells.values())

    @property
    def max_points(self) -> float:
        """Points that could be earned."""
        return sum(cell.max_points for cell in self.cells.values())

    @property
    def odd(self) -> tuple[str, ...]:
        """All that was odd, in plain words."""
        return (*self.notes, *([self.reason] if self.reason is not None else []))


@dataclass(frozen=True, slots=True)
class Scores:
    """One submission of a class.

    Attributes:
        notebooks: name to what came out; None if the submission was up to date.
        seconds: wall time of reading and judging it.
        time_in_doubt: whether there is a due date, and no telling by what was submitted whether it was kept.
    """

    student: str
    notebooks: Mapping[str, NotebookScores] | None
    seconds: float = 0.0
    time_in_doubt: bool = False

    @property
    def up_to_date(self) -> bool:
        """Whether there was nothing to do."""
        return self.notebooks is None

    @property
    def judged(self) -> tuple[NotebookScores, ...]:
        """Its notebooks; none if it was up to date."""
        return tuple((self.notebooks or {}).values())

    @property
    def points(self) -> float:
        """Points earned in all notebooks."""
        return sum(notebook.points for notebook in self.judged)

    @property
    def max_points(self) -> float:
        """Points that could be earned in all notebooks."""
        return sum(notebook.max_points for notebook in self.judged)

    @property
    def odd(self) -> tuple[str, ...]:
        """All that was odd, in plain words."""
        return tuple(note for notebook in self.judged for note in notebook.odd)

    @property
    def worth_a_look(self) -> tuple[str, ...]:
        """What an instructor may want to look at, in words: what was odd, and how many tests ended as few should."""
        counts = {outcome: self.count(outcome) for outcome in _ODD}
        ended = (f"{what} in {count} {'test' if count == 1 else 'tests'}" for what, count in counts.items() if count)
        return (*self.odd, *ended)

    @property
    def not_judged(self) -> bool:
        """Whether some test could not be judged."""
        return self.count(NOT_JUDGED) > 0

    def count(self, outcome: str) -> int:
        """How many tests ended so."""
        return sum(notebook.counts.get(outcome, 0) for notebook in self.judged)
