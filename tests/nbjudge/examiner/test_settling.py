"""What becomes of a grade cell, of what came of it apart and beside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nbjudge.examiner.grade_cells import GradeCell
from nbjudge.examiner.settling import settled
from nbjudge.verdicts import NOT_JUDGED, PASSED, TIME_LIMIT, WRONG, CellResult, Verdict

CELL = GradeCell("id", "test_answer", 2.0, "assert True", "assert True")


def result(points: float, outcome: str = "", *, refused: tuple[str, ...] = (), met: tuple[str, ...] = ()) -> CellResult:
    found = outcome or (PASSED if points == 2.0 else WRONG)
    verdict = Verdict("test_answer", "", found, points, 2.0)
    return replace(CellResult("test_answer", 2.0, (verdict,)), refused=refused, met=met)


@pytest.mark.parametrize(
    ("apart", "beside", "both", "score", "runs"),
    [
        (None, result(1.0), False, 1.0, 1),
        (result(2.0), result(0.0), False, 2.0, 0),
        (result(2.0), result(0.0), True, 0.0, 1),
        (result(1.0), result(2.0), True, 1.0, 1),  # whoever forges beside gains nothing
        (result(0.0), result(2.0), True, 0.0, 0),
        (result(2.0, refused=("odd",)), result(2.0), False, None, 0),
        (result(2.0, refused=("odd",)), result(2.0), True, None, 1),
        (result(0.0, met=("odd",)), result(2.0), False, None, 1),
        (result(0.0, met=("odd",)), result(0.0), False, 0.0, 1),
        (result(1.0, met=("odd",)), result(2.0), True, None, 1),  # beside is not run a second time
        (result(2.0, met=("odd",)), result(0.0), False, 2.0, 0),
        (result(0.0, TIME_LIMIT, refused=("odd",)), result(2.0), False, 0.0, 0),
    ],
)
def test_the_lower_score_counts_and_a_person_decides_over_doubts(
    apart: CellResult | None, beside: CellResult, both: bool, score: float | None, runs: int
) -> None:
    ran: list[CellResult] = []

    def run_beside() -> CellResult:
        ran.append(beside)
        return beside

    found = settled(CELL, apart, run_beside, both=both)
    assert (found.score, len(ran)) == (score, runs)
    assert (found.verdicts[0].outcome == NOT_JUDGED) == (score is None)
