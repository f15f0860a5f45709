"""The final result of a grade cell: of what came of it apart, and beside where that has a say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nbjudge.examiner.grade_cells import GradeCell
from nbjudge.verdicts import DIED, DOUBT, NOT_JUDGED, TIME_LIMIT, CellResult


def settled(
    cell: GradeCell, apart: CellResult | None, run_beside: Callable[[], CellResult], *, both: bool
) -> CellResult:
    """The final result. Where apart not all could be asked, a person decides over what passes, there or beside.

    What hung or died apart would do so again, and take as long.

    Args:
        apart: None for a cell that is judged beside.
        both: whether it may show in its test that values have crossed: then the lower score counts.
    """
    if apart is None:
        return run_beside()
    beside = run_beside() if both and apart.score else None
    if beside is not None and _is_lower(beside, apart):
        return replace(apart, verdicts=beside.verdicts)
    passes = apart.score == apart.max_points
    doubts = apart.refused or (() if passes else apart.met)
    if not doubts or any(verdict.outcome in (TIME_LIMIT, DIED) for verdict in apart.verdicts):
        return apart
    if not passes:
        beside = run_beside() if beside is None else beside
        if beside.score is not None and beside.score <= (apart.score or 0.0):
            return apart
    return replace(apart, verdicts=(cell.verdict(NOT_JUDGED, f"{DOUBT}{doubts[0]}"),))


def _is_lower(beside: CellResult, apart: CellResult) -> bool:
    return beside.score is not None and beside.score < (apart.score or 0.0)
