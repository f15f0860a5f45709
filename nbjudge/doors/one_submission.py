"""One submission judged by itself: no exchange, no gradebook. Nothing is written but the trial that a course keeps."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbjudge.course.errors import GradingError, explained
from nbjudge.doors.handed import Handed
from nbjudge.grading.stands_file import tried_out
from nbjudge.grading.task import JudgingDuty
from nbjudge.grading.terms import Terms
from nbjudge.judge import judge, not_judged, seed_for
from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.submitted.submission import Unreadable
from nbjudge.processes.pool import work_through
from nbjudge.processes.warm_set import WarmSet
from nbjudge.processes.worker import Unfit
from nbjudge.processes.zygote import ZygoteError
from nbjudge.verdicts import NOT_JUDGED, CellResult


@dataclass(frozen=True)
class ForAPerson:
    """A cell that a person grades. ``waiting``: whether it waits for that, as something may stand there."""

    grade_id: str
    max_points: float
    waiting: bool


@dataclass(frozen=True)
class JudgedNotebook:
    """One notebook of a submission.

    Attributes:
        assignment: with where each grade cell stands.
        cells: the grade cells with tests, in the notebook's order; ``by_hand``: those that a person grades.
        notes, reason: as in ``verdicts.Graded``.
    """

    assignment: Assignment
    cells: tuple[CellResult, ...]
    by_hand: tuple[ForAPerson, ...]
    notes: tuple[str, ...]
    reason: str | None

    @property
    def points(self) -> float:
        """Points earned in tests; cells that were not judged count as nothing yet."""
        return round(sum(cell.score or 0.0 for cell in self.cells), 9)

    @property
    def max_points(self) -> float:
        """Points that could be earned in tests."""
        return sum(cell.max_points for cell in self.cells)

    def count(self, outcome: str) -> int:
        """How many tests ended so."""
        return sum(verdict.outcome == outcome for cell in self.cells for verdict in cell.verdicts)


@dataclass(frozen=True)
class JudgedSubmission:
    """What came of it.

    Attributes:
        student: whose it is; empty if nobody said.
        terms: by what it was judged.
        seconds: wall time of judging it.
    """

    student: str
    terms: Terms
    notebooks: tuple[JudgedNotebook, ...]
    seconds: float

    @property
    def not_judged(self) -> bool:
        """Whether some test could not be judged."""
        return any(notebook.count(NOT_JUDGED) for notebook in self.notebooks)


def judge_handed(handed: Handed, terms: Terms, root: Path, student: str, warm: WarmSet) -> JudgedSubmission:
    """Judge it as `nbjudge autograde` does.

    Args:
        root: the course's folder, where trials are kept.
        student: for the seed of random inputs; empty if nobody said whose it is.

    Raises:
        GradingError: if the judge's own processes do not start, or a trial cannot be kept.
    """
    begun = time.monotonic()
    try:
        terms = tried_out(terms, root, warm)
        duty = NotebookDuty(terms, warm, handed, seed_for(student, terms.name))
        notebooks = tuple(_judged(duty, terms))
    except ZygoteError as error:
        raise GradingError(f"the judge's own processes do not run: {error}") from error
    except OSError as error:
        raise GradingError(explained(error)) from error
    return JudgedSubmission(student, terms, notebooks, time.monotonic() - begun)


class NotebookDuty(JudgingDuty):
    """Judges notebooks of one submission. A task is a notebook's name, a result what came of it, as JSON data."""

    def __init__(self, terms: Terms, warm: WarmSet, handed: Handed, seed: int) -> None:
        super().__init__(terms, warm)
        self.handed = handed
        self._by_name = {assignment.notebook: assignment for assignment in terms.notebooks}
        self._seed = seed

    def do(self, task: Any) -> dict[str, Any]:
        """Judge one notebook. Raises Unfit as `JudgingDuty.do`."""
        read = self.handed.notebooks[task]
        data, reason = (None, read.reason) if isinstance(read, Unreadable) else (read, None)
        try:
            graded = judge(
                data, self._by_name[task], self.terms.limits,
                seed=self._seed, sandboxed=self.terms.sandboxed, reason=reason, warm=self._warm,
            )  # fmt: skip
        except (ZygoteError, OSError) as error:
            raise Unfit(f"the judge's own processes do not run: {error}") from error
        return {
            "cells": [cell.to_dict() for cell in graded.cells.values()],
            "answered": dict(graded.answered),
            "notes": list(graded.notes),
            "reason": graded.reason,
        }


def _judged(duty: NotebookDuty, terms: Terms) -> Iterator[JudgedNotebook]:
    """What comes of each notebook that was handed in, in the assignment's order."""
    asked = [assignment for assignment in terms.notebooks if assignment.notebook in duty.handed.notebooks]
    # in a worker: what somebody wrote may kill the process that reads it, and the next one tells that
    with closing(work_through([one.notebook for one in asked], duty, jobs=1)) as work:
        done = {one.number: one for one in work}
    notes = duty.handed.notes
    for number, assignment in enumerate(asked):
        found = done[number]
        if found.lost is not None:
            yield _lost(assignment, terms, found.lost)
        else:
            yield _told(assignment, found.result, notes)
        notes = ()  # they are the submission's, and told with its first notebook


def _told(assignment: Assignment, result: Mapping[str, Any], notes: Sequence[str]) -> JudgedNotebook:
    cells = tuple(map(CellResult.from_dict, result["cells"]))
    return _notebook(assignment, cells, result["answered"], (*notes, *result["notes"]), result["reason"])


def _lost(assignment: Assignment, terms: Terms, why: str) -> JudgedNotebook:
    """What to say of a notebook that no worker could judge."""
    graded = not_judged(assignment, terms.limits, why, sandboxed=terms.sandboxed)
    return _notebook(assignment, tuple(graded.cells.values()), {}, graded.notes, None)


def _notebook(
    assignment: Assignment,
    cells: tuple[CellResult, ...],
    answered: Mapping[str, bool],
    notes: tuple[str, ...],
    reason: str | None,
) -> JudgedNotebook:
    """With what a person grades: it waits unless it was certainly left alone, as in the gradebook."""
    by_hand = tuple(
        ForAPerson(cell.name, float(cell.flags.get("points") or 0), answered.get(cell.name, reason is None))
        for cell in assignment.parsed.cells
        if cell.for_a_person or cell.flags.get("task")
    )
    return JudgedNotebook(assignment, cells, by_hand, notes, reason)
