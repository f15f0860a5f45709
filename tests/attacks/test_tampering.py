"""Notebooks that were tampered with, or are none: right answers keep their points, and stubs get none."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from nbjudge.limits import MIB
from nbjudge.verdicts import NOT_JUDGED
from tests.support.activation import SOLUTIONS, code_cell, outcomes
from tests.support.hostile import RELEASE, Ground, grade_id, submission


def edited(change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> bytes:
    """A submission with right answers whose cells were changed."""
    notebook = json.loads(submission(SOLUTIONS))
    notebook["cells"] = change(notebook["cells"])
    return json.dumps(notebook).encode()


def without_tests(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [cell for cell in cells if not grade_id(cell).startswith("test_")]


def emptied_tests(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [cell | {"source": "pass"} if grade_id(cell).startswith("test_") else cell for cell in cells]


def all_ungraded(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [cell | {"metadata": {"nbgrader": cell["metadata"].get("nbgrader", {}) | {"grade": False, "points": 0}}}
            for cell in cells]  # fmt: skip


def skipped(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [cell | {"metadata": cell["metadata"] | {"tags": ["skip-execution"]}} for cell in cells]


def without_metadata(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [cell | {"metadata": {}} for cell in cells]


def many_added(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return cells + [code_cell(f"n = {number}", number) for number in range(2000)]


@pytest.mark.parametrize(
    "change",
    [without_tests, emptied_tests, all_ungraded, skipped, without_metadata, many_added,
     lambda cells: cells + cells, lambda cells: cells[::-1]],
    ids=["tests deleted", "tests emptied", "re-flagged", "skip tags", "metadata lost", "2000 added", "doubled",
         "reversed"],
)  # fmt: skip
def test_right_answers_in_a_tampered_notebook_keep_their_points(
    ground: Ground, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
) -> None:
    graded = ground.judge(edited(change))
    assert graded.reason is None
    assert graded.score == 20
    assert set(graded.cells) == {
        grade_id(cell) for cell in RELEASE["cells"] if cell["metadata"].get("nbgrader", {}).get("grade")
    }


@pytest.mark.parametrize(
    "change",
    [emptied_tests, all_ungraded, skipped, lambda cells: cells + cells],
    ids=["tests emptied", "re-flagged", "skip tags", "doubled"],
)
def test_stubs_in_a_tampered_notebook_score_nothing(
    ground: Ground, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
) -> None:
    graded = ground.judge(json.dumps(RELEASE | {"cells": change(RELEASE["cells"])}).encode())
    assert graded.score == 0
    assert NOT_JUDGED not in outcomes(graded)


@pytest.mark.parametrize(
    "data",
    [None, b"", b"no JSON", json.dumps(RELEASE).encode()[:-500], b"[" * 100_000, b"9" * 10_000, b"x" * (9 * MIB),
     b'{"cells": 3}'],
    ids=["missing", "empty", "not JSON", "truncated", "too deep", "one number", "huge", "no cells"],
)  # fmt: skip
def test_unreadable_bytes_end_in_zero_and_a_reason(ground: Ground, data: bytes | None) -> None:
    graded = ground.judge(data)
    assert graded.score == 0
    assert graded.reason
    assert NOT_JUDGED not in outcomes(graded)


def test_a_notebook_of_format_3_is_graded(ground: Ground) -> None:
    cells = [
        {
            "cell_type": "code",
            "language": "python",
            "metadata": cell["metadata"],
            "input": cell["source"],
            "outputs": [],
        }
        for cell in json.loads(submission(SOLUTIONS))["cells"]
        if cell["cell_type"] == "code"
    ]
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}
    assert ground.judge(json.dumps(old).encode()).score == 20
