"""Exams that are held again: without the cells in which a test does not end, and never for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nbjudge.processes.stuck import Attempt, ExaminerFailed, ExaminerStuck, held


def exam_of(cells: list[str], endless: set[str]) -> tuple[Callable[[Attempt], dict[str, Any]], list[Attempt]]:
    """An exam over some cells, of which some get stuck; and its attempts."""
    attempts: list[Attempt] = []

    def exam(attempt: Attempt) -> dict[str, Any]:
        attempts.append(Attempt(attempt.deadline, attempt.telling, "", [*attempt.stuck]))
        for cell in cells:
            if cell in attempt.stuck:
                continue
            attempt.at = cell if attempt.telling else ""
            if cell in endless:
                raise ExaminerStuck("stuck")
        return {"results": cells}

    return exam, attempts


def test_an_exam_that_ends_is_held_once_and_tells_nothing() -> None:
    exam, attempts = exam_of(["a", "b"], set())
    assert held(exam, 9.0) == {"results": ["a", "b"]}
    assert [(attempt.telling, attempt.stuck) for attempt in attempts] == [(False, [])]


def test_it_is_held_again_without_each_cell_that_does_not_end() -> None:
    exam, attempts = exam_of(["a", "b", "c", "d"], {"b", "d"})
    assert held(exam, 9.0) == {"results": ["a", "b", "c", "d"]}
    assert [attempt.stuck for attempt in attempts] == [[], [], ["b"], ["b", "d"]]
    assert len({attempt.deadline for attempt in attempts}) == 1, "the time is that of all attempts together"


@pytest.mark.parametrize("at", ["", "a"])
def test_what_is_stuck_elsewhere_fails(at: str) -> None:
    def exam(attempt: Attempt) -> dict[str, Any]:
        attempt.at = at
        raise ExaminerStuck("stuck")

    with pytest.raises(ExaminerFailed, match="stuck"):
        held(exam, 9.0)
