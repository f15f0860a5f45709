"""Tests of weight 0 are examples for students: they decide nothing, and grading leaves them out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nbjudge.grading.faults import faults_of
from nbjudge.processes.warm_set import WarmSet
from nbjudge.verdicts import PASSED, WRONG
from tests.support.attacking import Arena, graded_by, hidden, solved_in

EXAMPLE = "def test_example():\n    assert double(1) == 2\ntest_example.weight = 0\n"
ASKED = hidden("def test_small():\n    assert double(2) == 4\ndef test_large():\n    assert double(1000) == 2000")


def cells(example: str) -> list[dict[str, object]]:
    """A notebook whose grade cell begins with an example."""
    return [
        solved_in("double", "def double(x):\n    return 2 * x"),
        graded_by("test_double", f"{example}{ASKED}", points=3),
    ]


@pytest.fixture(scope="module")
def arena() -> Iterator[Arena]:
    with WarmSet() as warm:
        yield Arena.of(cells(EXAMPLE), warm)


@pytest.mark.parametrize(
    ("answer", "large"),
    [("x + x", PASSED), ("2 * x if x > 1 else 0", PASSED), ("x * x", WRONG), ("2 * x if x < 9 else 0", WRONG)],
)
def test_an_example_is_never_run_so_that_nothing_of_hidden_tests_shows_in_whether_it_was(
    arena: Arena, answer: str, large: str
) -> None:
    verdicts = arena.judge({"double": f"def double(x):\n    return {answer}"}).cells["test_double"].verdicts
    assert [(verdict.test, verdict.outcome) for verdict in verdicts] == [("test_small", PASSED), ("test_large", large)]
    assert sum(verdict.max_points for verdict in verdicts) == 3


def test_an_example_that_would_hang_costs_nothing(arena: Arena) -> None:
    looping = "def double(x):\n    while x == 1:\n        pass\n    return 2 * x"
    assert arena.judge({"double": looping}).score == 3


def test_the_trial_runs_examples_so_that_check_tells_of_one_which_the_solution_fails(
    arena: Arena, tmp_path: Path
) -> None:
    failing = Arena.of(cells(EXAMPLE.replace("== 2", "== 3")), arena.warm)
    (told,) = _wrong(failing, tmp_path)
    assert "a test of weight 0, an example, does not pass" in told
    assert _wrong(arena, tmp_path) == []


def _wrong(arena: Arena, root: Path) -> list[str]:
    found = faults_of(arena.assignment, arena.trial, arena.limits, root)
    return [fault.text for fault in found if fault.wrong]
