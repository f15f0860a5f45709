"""The instructor's solution, judged before anything else: where it fails, nothing can be said of the tests."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from nbjudge.judge import judge
from nbjudge.limits import TIMES, Limits
from nbjudge.notebooks.assignment import Assignment
from nbjudge.processes.warm_set import WarmSet
from nbjudge.quality.mutation.concerned import without_unconcerned
from nbjudge.quality.trials import Trial, submission_bytes, without_idle_cells
from nbjudge.stands import BESIDE, NOWHERE, Stand
from nbjudge.verdicts import NOT_JUDGED, PASSED, CellResult, Graded

WAIT: Final = 1.0  # seconds for a mutant's cell or test: one that hangs costs some three
TRIES: Final = 3  # how often the solution has to pass without some of the cells


class SolutionFails(ValueError):
    """The instructor's solution does not earn all points; the text says in which grade cell, why, and what to do."""


@dataclass(frozen=True)
class Solved:
    """A solution that earns all points.

    Attributes:
        assignment: the notebook as trials judge it, without cells that decide nothing.
        hasty: limits for mutants, tight, but a test may take ten times what it took with the solution.
    """

    assignment: Assignment
    hasty: Limits


def solved(assignment: Assignment, limits: Limits, warm: WarmSet, *, sandboxed: bool = True) -> Solved:
    """Judge the solution.

    Raises:
        SolutionFails: if it does not earn all points.
        ZygoteError, OSError: if the judge's own processes do not start.
    """
    for notebook in (without_idle_cells(assignment), assignment):  # a cell may do more than it shows, such as seed
        with warm.pair_for(notebook, limits, sandboxed=sandboxed):  # starts it before time is taken
            begun = time.monotonic()
            graded = _of_solution(notebook, limits, warm, sandboxed)
            seconds = time.monotonic() - begun
            if _earns_all(graded) and (notebook is assignment or _is_no_luck(notebook, limits, warm, sandboxed)):
                return Solved(notebook, _hasty(limits, graded, seconds))
    raise SolutionFails("\n".join(_told(assignment, graded.cells)))


def part_for(solved: Solved, grade_id: str, warm: WarmSet, *, sandboxed: bool = True) -> Assignment | None:
    """The part of the notebook that the mutants of a solution cell concern; None where it is no less, or no help.

    Raises:
        ZygoteError, OSError: if the judge's own processes do not start.
    """
    part = without_unconcerned(solved.assignment, grade_id)
    if len(part.parsed.cells) == len(solved.assignment.parsed.cells):
        return None
    return part if _is_no_luck(part, solved.hasty, warm, sandboxed) else None


def _is_no_luck(notebook: Assignment, limits: Limits, warm: WarmSet, sandboxed: bool) -> bool:
    """Whether the solution earns all points of a notebook without some cells, each time.

    Once is not enough: without the cell that seeds, two dice show what is asked for one time in 36.
    """
    graded = (_of_solution(notebook, limits, warm, sandboxed) for _ in range(TRIES))
    return all(one.cells and _earns_all(one) for one in graded)


def _of_solution(assignment: Assignment, limits: Limits, warm: WarmSet, sandboxed: bool) -> Graded:
    data = submission_bytes(assignment.parsed, Trial({}, limits))
    return judge(data, assignment, limits, sandboxed=sandboxed, warm=warm)


def _earns_all(graded: Graded) -> bool:
    return all(cell.score == cell.max_points for cell in graded.cells.values())


def _hasty(limits: Limits, graded: Graded, seconds: float) -> Limits:
    tests = [verdict.seconds for cell in graded.cells.values() for verdict in cell.verdicts]
    test = min(limits.test_seconds, max(WAIT, TIMES * max(tests, default=0.0)))
    cell = min(limits.cell_seconds, max(WAIT, 3 * (seconds - sum(tests))))  # all that is no test: the cells, and more
    whole = min(limits.student_seconds, max(3 * WAIT, TIMES * sum(tests) + 3 * cell))
    return replace(limits, cell_seconds=cell, test_seconds=test, student_seconds=whole, candidates=1)


def _told(assignment: Assignment, cells: Mapping[str, CellResult]) -> Iterator[str]:
    yield f"{assignment.notebook}: the instructor's own solution does not earn all points:"
    for name, cell in cells.items():
        stand = assignment.stands.get(name, Stand())
        for verdict in cell.verdicts:
            if verdict.outcome != PASSED or verdict.points != verdict.max_points:
                test = "" if verdict.test == name else f", {verdict.test}"
                yield f"  {name}{test} (judged {stand.where}): {_outcome(verdict.outcome, verdict.message, stand)}"
    yield (
        "mend the solution or the test first: what mutants of a solution that fails would lose says nothing of the "
        f"tests (`nbjudge check {assignment.name}` says more)"
    )


def _outcome(outcome: str, message: str, stand: Stand) -> str:
    told = f"{outcome}: {message}" if message else outcome
    if outcome == NOT_JUDGED and stand.where == NOWHERE:
        return f'{told}; c.NbJudge.beside = "allow" lets it be judged {BESIDE}'
    return told
