"""Where each grade cell is judged, apart or beside: tried out with the instructor's solution and the untouched release.

Apart, where the solution passes so, the release does not earn there what it does not earn natively, and nothing was
refused on the way; else beside. Which it is never depends on a student.
"""

from __future__ import annotations

import ast
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from nbjudge.examiner.copies import shows_copies
from nbjudge.examiner.grade_cells import test_functions, uncalled_tests
from nbjudge.judge import judge
from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.cells import is_test_cell, without_magics
from nbjudge.notebooks.source import SourceCell
from nbjudge.processes.warm_set import WarmSet
from nbjudge.stands import APART, BESIDE, BOTH, Stand, Where
from nbjudge.verdicts import NOT_JUDGED, PASSED, TIME_LIMIT, CellResult, Graded

AS_WELL: Final = "beside as well, since its test could see that what crosses is a copy"
TAGS: Final[dict[str, Where]] = {"nbjudge-apart": APART, "nbjudge-beside": BESIDE}
SEEDS: Final = (1, 2)  # a stand must not be a coin flip
PART_OF_LIMIT: Final = 1 / 3  # of a test's time, beyond which a cell is too slow apart
SEEDING: Final = frozenset({"seed", "manual_seed"})


@dataclass(frozen=True)
class TriedCell:
    """A grade cell, tried out.

    Attributes:
        solution, release: what they earn natively, as with nbgrader; None if that could not be judged.
        passes: whether the solution earns all points where the cell stands.
        seconds: what the solution took there.
        said: what the solution's first verdict is that is not passed.
    """

    grade_id: str
    points: float
    stand: Stand
    solution: float | None
    release: float | None
    passes: bool
    seconds: float
    said: str = ""

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> TriedCell:
        """From JSON data."""
        return cls(**{**told, "stand": Stand.from_dict(told["stand"])})


@dataclass(frozen=True)
class Trial:
    """What came of trying a notebook out, by grade cell in its order.

    Attributes:
        cell_seconds: as much, at most, as the solution took for cells without tests; ``whole_seconds``: for everything.
    """

    cells: tuple[TriedCell, ...]
    cell_seconds: float = 0.0
    whole_seconds: float = 0.0

    @property
    def test_seconds(self) -> float:
        """What the solution took for its slowest test."""
        return max((cell.seconds for cell in self.cells), default=0.0)

    @property
    def stands(self) -> dict[str, Stand]:
        """grade_id to where the cell is judged."""
        return {cell.grade_id: cell.stand for cell in self.cells}

    @property
    def failing(self) -> tuple[TriedCell, ...]:
        """The cells that the instructor's own solution does not pass, neither where they stand nor natively."""
        return tuple(cell for cell in self.cells if not cell.passes and cell.solution != cell.points)


@dataclass(frozen=True)
class _Timed:
    """A notebook, judged, and how long that took."""

    graded: Graded
    seconds: float

    @property
    def test_seconds(self) -> float:
        return max((_seconds(result) for result in self.graded.cells.values()), default=0.0)

    @property
    def cell_seconds(self) -> float:
        tests = (verdict.seconds for result in self.graded.cells.values() for verdict in result.verdicts)
        return max(0.0, self.seconds - sum(tests))


def try_out(assignment: Assignment, limits: Limits, warm: WarmSet, *, sandboxed: bool = True) -> Trial:
    """Judge solution and release of a notebook, apart and beside.

    Args:
        limits: the course's; a solution that needs more gets more.

    Raises:
        AssignmentError: for a broken source.
        ZygoteError, OSError: if the judge's own processes do not start.
    """

    def judged(submission: bytes, where: Where, limits: Limits, seed: int = SEEDS[0]) -> _Timed:
        begun = time.monotonic()
        graded = judge(submission, assignment, limits, seed=seed, sandboxed=sandboxed, warm=warm, everywhere=where)
        return _Timed(graded, time.monotonic() - begun)

    source = assignment.parsed
    tests = [cell for cell in source.cells if is_test_cell({"cell_type": cell.cell_type, "metadata": cell.metadata})]
    if not tests:
        return Trial(())
    solution, release = submitted(source.cells, solved=True), submitted(source.cells, solved=False)
    natively = judged(solution, BESIDE, limits)
    if _too_slow(natively, limits):
        natively = judged(solution, BESIDE, limits.following(*[float("inf")] * 3))
        limits = limits.following(natively.test_seconds, natively.cell_seconds, natively.seconds)
    untouched = judged(release, BESIDE, limits).graded
    apart = [judged(solution, APART, limits, seed) for seed in SEEDS]
    given_away = judged(release, APART, limits).graded
    found = []
    for cell in tests:
        name = cell.name
        of_solution, of_release = natively.graded.cells[name], untouched.cells[name]
        tried = [timed.graded.cells[name] for timed in apart]
        why = ""
        uncalled = bool(uncalled_tests(cell.text))  # they share the points apart; beside, all of them have to pass
        if of_solution.score == of_solution.max_points or not (uncalled or _cannot_be_run(tried)):
            most = given_away.cells[name] if uncalled else of_release
            why = "; ".join(_objections(cell, tried, of_solution, given_away.cells[name], most, limits))
        # test functions have a share each apart, and none beside; and what the solution fails nobody could pass
        may_be_both = of_solution.score == of_solution.max_points and not _has_test_functions(cell.text)
        stand = _stand(cell, tried, why, may_be_both=may_be_both)
        if uncalled and stand.where == APART:
            of_solution, of_release = tried[0], given_away.cells[name]
        there = tried if stand.where == APART else [of_solution]
        found.append(_tried(cell, stand, there, of_solution, of_release))
    runs = [natively, *apart]  # the first of them waited for processes to start
    return Trial(tuple(found), min(run.cell_seconds for run in runs), min(run.seconds for run in runs))


def _cannot_be_run(apart: list[CellResult]) -> bool:
    """Whether the tests cannot even begin, as where a module is missing: that is to be a zero for nobody."""
    return any(verdict.outcome == NOT_JUDGED for result in apart for verdict in result.verdicts)


def _has_test_functions(text: str) -> bool:
    try:
        return bool(test_functions(without_magics(text)))
    except (SyntaxError, ValueError):  # it is told where the cell is run
        return False


def _too_slow(solution: _Timed, limits: Limits) -> bool:
    """Whether a limit may have stopped the solution."""
    cells = solution.graded.cells.values()
    stopped = any(verdict.outcome == TIME_LIMIT for result in cells for verdict in result.verdicts)
    return stopped or solution.cell_seconds >= limits.cell_seconds


def _stand(cell: SourceCell, apart: list[CellResult], why: str, *, may_be_both: bool) -> Stand:
    """Where a cell stands, given what speaks against apart; its tag has the last word.

    Args:
        may_be_both: whether beside says something of it as well.
    """
    tag = next((TAGS[tag] for tag in cell.metadata.get("tags", ()) if tag in TAGS), None)
    if tag is not None:
        why = f"its tag says so; {why}".rstrip("; ")
    if (tag or (BESIDE if why else APART)) == BESIDE:
        return Stand(BESIDE, why)
    asked = frozenset({BOTH} if shows_copies(cell.text) else ()).union(*(result.asked for result in apart))
    if not may_be_both:
        return Stand(APART, why, asked - {BOTH})
    return Stand(APART, f"{why}; {AS_WELL}".lstrip("; ") if BOTH in asked else why, asked)


def submitted(cells: tuple[SourceCell, ...], *, solved: bool) -> bytes:
    """A notebook to judge: the source with its solutions, or as students get it."""
    made = []
    for cell in cells:
        one: dict[str, Any] = {"cell_type": cell.cell_type, "id": cell.cell_id, "metadata": dict(cell.metadata)}
        one["source"] = cell.text if solved else cell.released
        made.append(one | ({"outputs": [], "execution_count": None} if cell.cell_type == "code" else {}))
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def _objections(
    cell: SourceCell,
    apart: list[CellResult],
    natively: CellResult,
    given_away: CellResult,
    untouched: CellResult,
    limits: Limits,
) -> Iterator[str]:
    """What speaks against judging a cell apart."""
    failed = [verdict for result in apart for verdict in result.verdicts if verdict.outcome != PASSED]
    refused = [why for result in apart for why in result.refused]
    if refused:
        yield f"what its tests ask cannot be asked apart: {refused[0]}"
    elif failed and not all(result.score == natively.score for result in apart):
        yield f"the solution does not pass it apart: {failed[0].outcome}, {failed[0].message}".rstrip(", ")
    elif failed and natively.score != natively.max_points:
        yield "the solution does not pass it, apart or beside"
    if (given_away.score or 0.0) > (untouched.score or 0.0):
        yield "apart, the untouched release would earn more than natively"
    if max(_seconds(result) for result in apart) > limits.test_seconds * PART_OF_LIMIT:
        yield "it is too slow apart"
    if _seeds(cell.text):
        yield "it sets the seed of random numbers that the student's code may draw"


def _seconds(result: CellResult) -> float:
    return max((verdict.seconds for verdict in result.verdicts), default=0.0)


def _seeds(text: str) -> bool:
    """Whether code seeds a generator that is everybody's."""
    try:
        calls = [node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    except (SyntaxError, ValueError):
        return False
    return any(isinstance(function, ast.Attribute) and function.attr in SEEDING for function in calls)


def _tried(
    cell: SourceCell, stand: Stand, runs: list[CellResult], natively: CellResult, untouched: CellResult
) -> TriedCell:
    there = runs[0]
    said = next((f"{one.outcome}: {one.message}" for one in there.verdicts if one.outcome != PASSED), "")
    return TriedCell(
        cell.name,
        there.max_points,
        stand,
        natively.score,
        untouched.score,
        there.score == there.max_points,
        min(map(_seconds, runs)),
        said,
    )


def told_of_trial(notebook: str, trial: Trial, *, allowed: bool = True) -> list[str]:
    """What the instructor should know before grading, a sentence each.

    Args:
        allowed: whether cells may be judged beside.
    """
    told = [
        f"{notebook}: the instructor's own solution does not pass {cell.grade_id} ({cell.said}): mend it, or the test"
        for cell in trial.failing
    ]
    beside = [cell.grade_id for cell in trial.cells if cell.stand.where == BESIDE]
    if beside:
        what = "are judged beside the student's code" if allowed else "are not judged"
        told.append(
            f"{notebook}: {len(beside)} of {len(trial.cells)} grade cells {what}, and the others apart from it: "
            f"{', '.join(beside)}; `nbjudge check` says why"
        )
    return told
