"""Trials: what the judge makes of answers whose worth is known, many of them, in a pool.

Each goes through ``judge`` as a student's submission does. Only cells that no grade cell depends on are left out, such
as pictures: they decide nothing, and each would cost a class that hangs its time limit.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nbjudge.diagnosis import Diagnosis
from nbjudge.judge import judge
from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.cells import is_test_cell, without_magics
from nbjudge.notebooks.names import names_bound, names_wanted
from nbjudge.notebooks.source import Source
from nbjudge.processes.pool import Done, work_through
from nbjudge.processes.warm_duty import WarmDuty
from nbjudge.processes.warm_set import MOST_PAIRS, WarmSet
from nbjudge.processes.worker import Unfit
from nbjudge.processes.zygote import ZygoteError
from nbjudge.verdicts import NOT_JUDGED, PASSED, TIME_LIMIT, CellResult

Work = Callable[[Iterable[Any], WarmDuty, int], Generator[Done, None, None]]
"""What is done with tasks, by whom, and how many tasks there are."""


@dataclass(frozen=True)
class Trial:
    """A submission to be judged.

    Attributes:
        answers: grade_id of a solution cell to the text that stands there.
        others: what stands in the other solution cells: the ``solution``, or the ``stub`` that students get.
        first, last: cells added before the first solution cell, and at the end.
        limits: what it may use.
        seed: for the tests' random inputs.
        diagnose: whether the diagnoses of what is wrong count.
        until_lost: whether all that counts is in which grade cells points are lost.
    """

    answers: Mapping[str, str]
    limits: Limits
    others: str = "solution"
    first: Sequence[str] = ()
    last: Sequence[str] = ()
    seed: int = 0
    diagnose: bool = False
    until_lost: bool = False


@dataclass(frozen=True)
class TrialResult:
    """What the judge made of a trial: so little that many thousands fit into memory.

    Attributes:
        cells: the grade cells, in the notebook's order, without any text; empty if the trial was lost.
        lost_because: why there is no result: the judge's own trouble. Empty if there is one.
    """

    cells: tuple[CellResult, ...] = ()
    lost_because: str = ""

    @property
    def loses(self) -> frozenset[str]:
        """The grade cells in which points were lost."""
        return frozenset(cell.grade_id for cell in self.cells if cell.score != cell.max_points)

    @property
    def not_judged(self) -> str:
        """Why not every test has a verdict; empty if every one has."""
        odd = [cell for cell in self.cells if cell.score is None]
        if self.lost_because or not odd:
            return self.lost_because
        why = next(verdict.message for verdict in odd[0].verdicts if verdict.outcome == NOT_JUDGED)
        return f"tests without a verdict in {', '.join(cell.grade_id for cell in odd)} ({why})"

    @property
    def verdicts(self) -> tuple[tuple[str, str, str], ...]:
        """Grade cell, test and outcome: what has to be the same whatever the seed."""
        return tuple((cell.grade_id, verdict.test, verdict.outcome) for cell in self.cells for verdict in cell.verdicts)

    @property
    def diagnoses(self) -> tuple[tuple[str, str], ...]:
        """Test and key of each diagnosis."""
        verdicts = (verdict for cell in self.cells for verdict in cell.verdicts)
        return tuple((verdict.test, verdict.diagnosis.key) for verdict in verdicts if verdict.diagnosis is not None)

    @property
    def only_hung(self) -> bool:
        """Whether time limits are all that took points, which a busy machine can do to a right answer."""
        outcomes = {outcome for _, _, outcome in self.verdicts}
        return TIME_LIMIT in outcomes and outcomes <= {PASSED, TIME_LIMIT}

    @property
    def points(self) -> tuple[float, float]:
        """The points of all grade cells, and how many there are."""
        return sum(cell.score or 0.0 for cell in self.cells), sum(cell.max_points for cell in self.cells)

    def score(self, grade_id: str) -> float:
        """The points in a grade cell."""
        return next(cell.score or 0.0 for cell in self.cells if cell.grade_id == grade_id)

    def passes_hidden(self, grade_id: str) -> bool:
        """Whether any hidden test of a grade cell was passed."""
        verdicts = next(cell.verdicts for cell in self.cells if cell.grade_id == grade_id)
        return any(verdict.hidden and verdict.outcome == PASSED for verdict in verdicts)


def in_pool(jobs: int) -> Work:
    """By a pool of so many workers on this machine."""
    return lambda tasks, duty, _: work_through(tasks, duty, jobs=jobs)


def run_trials(
    assignment: Assignment, trials: Sequence[Trial], work: Work, *, warm: WarmSet, sandboxed: bool = True
) -> Iterator[tuple[int, TrialResult]]:
    """Judge all trials and yield each one's number and result, in whatever order they come.

    Args:
        work: the pool, or a cluster.
        warm: of this process: workers that it forks get copies of its pairs.
    """
    tasks = (_task(assignment.parsed, trial) for trial in trials)
    known = dict[TrialResult, TrialResult]()  # the same answer has the same result with most seeds
    if not trials:
        return
    limits = [kind for kind, _ in Counter(trial.limits for trial in trials).most_common(MOST_PAIRS)]
    for done in work(tasks, _Judging(assignment, limits, sandboxed=sandboxed, warm=warm), len(trials)):
        result = TrialResult(tuple(map(CellResult.from_dict, done.result or ())), done.lost or "")
        yield done.number, known.setdefault(result, result)


def _task(source: Source, trial: Trial) -> dict[str, Any]:
    asked = {"seed": trial.seed, "diagnose": trial.diagnose, "until_lost": trial.until_lost}
    return {"notebook": submission(source, trial), "limits": trial.limits.as_dict(), "asked": asked}


class _Judging(WarmDuty):
    """Judges one trial after the other.

    Args:
        limits: of the trials, the most frequent first. A forked worker has a warm pair for each of them, since it takes
            a second to start one.
    """

    def __init__(self, assignment: Assignment, limits: Sequence[Limits], *, sandboxed: bool, warm: WarmSet) -> None:
        super().__init__([assignment], limits[0], sandboxed=sandboxed, warm=warm)
        self._kinds = tuple(limits)

    def before_fork(self) -> None:
        """Copy the warm pairs for the worker to be. Raises ZygoteError if the zygotes do not start."""
        self._copies = self.warm.copies(self.assignments, *self._kinds, sandboxed=self.sandboxed)

    def do(self, task: Any) -> list[dict[str, Any]]:
        """Judge one submission; returns its grade cells as ``CellResult.to_dict`` gives them.

        Raises:
            Unfit: if the judge's own processes do not run.
        """
        assignment, sandboxed, warm = self.assignments[0], self.sandboxed, self.warm
        data, limits = json.dumps(task["notebook"]).encode(), Limits.from_dict(task["limits"])
        try:
            graded = judge(data, assignment, limits, sandboxed=sandboxed, warm=warm, **task["asked"])
        except (ZygoteError, OSError) as error:
            raise Unfit(f"the judge's own processes do not run: {error}") from error
        return [_without_text(cell).to_dict() for cell in graded.cells.values()]


def _without_text(cell: CellResult) -> CellResult:
    """What was said varies with the seed, and takes memory. Why there is no verdict is rare, and wanted."""
    lean = []
    for one in cell.verdicts:
        why = one.message if one.outcome == NOT_JUDGED else ""
        lean.append(
            replace(one, description="", message=why, printed="", seconds=0.0, diagnosis=_key_of(one.diagnosis))
        )
    return replace(cell, verdicts=tuple(lean), asked=frozenset(), refused=(), met=())


def _key_of(diagnosis: Diagnosis | None) -> Diagnosis | None:
    """What it is about, and which: the sentence, which it cannot be without, and the numbers vary with the seed."""
    return None if diagnosis is None else Diagnosis(diagnosis.about, diagnosis.key, diagnosis.key)


# ---------------------------------------------------------------- notebooks


def submission(source: Source, trial: Trial) -> dict[str, Any]:
    """The notebook that a student with these answers would submit."""
    solutions = [i for i, cell in enumerate(source.cells) if cell.role == "solution"]
    place = solutions[0] if solutions else len(source.cells)
    cells = []
    for cell in source.cells:
        text = cell.released if trial.others == "stub" or cell.role != "solution" else cell.text
        cells.append(_cell(cell.cell_type, cell.cell_id, trial.answers.get(cell.name, text), cell.metadata))
    cells[place:place] = [_cell("code", f"first-{i}", text) for i, text in enumerate(trial.first)]
    cells += [_cell("code", f"last-{i}", text) for i, text in enumerate(trial.last)]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": dict(source.metadata), "cells": cells}


def submission_bytes(source: Source, trial: Trial) -> bytes:
    """The same as a file holds it."""
    return json.dumps(submission(source, trial)).encode()


def _cell(kind: str, cell_id: str, text: str, metadata: Mapping[str, Any] | None = None) -> dict[str, Any]:
    cell = {"cell_type": kind, "id": cell_id, "metadata": dict(metadata or {}), "source": text}
    return cell | {"outputs": [], "execution_count": None} if kind == "code" else cell


def without_idle_cells(assignment: Assignment) -> Assignment:
    """The assignment without the code cells that only show something.

    Those are the cells after the first solution cell, neither to be written nor graded, that bind no name which a
    later cell, itself kept, mentions.
    """
    notebook = json.loads(assignment.source)
    source, kept, wanted_later = assignment.parsed, [], set[str]()
    first = next((i for i, cell in enumerate(source.cells) if cell.role == "solution"), len(source.cells))
    for i, cell in reversed(list(enumerate(source.cells))):
        graded = is_test_cell({"cell_type": cell.cell_type, "metadata": cell.metadata})
        bound, wanted = _names(cell.text) if cell.cell_type == "code" else (frozenset(), frozenset())
        if cell.cell_type != "code" or i < first or graded or cell.role == "solution" or bound & wanted_later:
            kept.append(notebook["cells"][i])
            wanted_later |= wanted
    return replace(assignment, source=json.dumps(notebook | {"cells": kept[::-1]}))


def _names(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names that a cell binds, and those that it wants from the cells before it; none if it is no Python."""
    plain = without_magics(text)
    try:
        return names_bound(plain), names_wanted(plain)
    except (SyntaxError, ValueError):
        return frozenset(), frozenset()
