"""Tests of weight 0 are examples: they decide nothing, and are run where they may show what went wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nbjudge.processes.warm_set import WarmSet
from nbjudge.verdicts import PASSED, WRONG
from tests.support.attacking import Arena, graded_by, hidden, solved_in

EXAMPLE = "def test_example():\n    assert double(1) == 2\ntest_example.weight = 0\n"
ASKED = hidden("def test_small():\n    assert double(2) == 4\ndef test_large():\n    assert double(1000) == 2000")
CELLS = [
    solved_in("double", "def double(x):\n    return 2 * x"),
    graded_by("test_double", f"{EXAMPLE}{ASKED}", points=3),
]


@pytest.fixture(scope="module")
def arena() -> Iterator[Arena]:
    with WarmSet() as warm:
        yield Arena.of(CELLS, warm)


def judged(arena: Arena, answer: str) -> list[tuple[str, str, float]]:
    """What became of each test that was run, in order, and its points."""
    verdicts = arena.judge({"double": f"def double(x):\n    return {answer}"}).cells["test_double"].verdicts
    return [(verdict.test, verdict.outcome, verdict.points) for verdict in verdicts]


def test_an_example_is_not_run_where_no_points_are_lost(arena: Arena) -> None:
    assert judged(arena, "x + x") == [("test_small", PASSED, 1.5), ("test_large", PASSED, 1.5)]


def test_that_would_not_be_seen_even_if_the_example_failed(arena: Arena) -> None:
    assert judged(arena, "2 * x if x > 1 else 0") == [("test_small", PASSED, 1.5), ("test_large", PASSED, 1.5)]


def test_where_points_are_lost_the_example_is_run_and_stands_in_its_place(arena: Arena) -> None:
    assert judged(arena, "x * x") == [
        ("test_example", WRONG, 0), ("test_small", PASSED, 1.5), ("test_large", WRONG, 0),
    ]  # fmt: skip
    assert judged(arena, "2 * x if x < 9 else 0") == [
        ("test_example", PASSED, 0), ("test_small", PASSED, 1.5), ("test_large", WRONG, 0),
    ]  # fmt: skip


def test_an_example_that_hangs_takes_no_test_its_points(arena: Arena) -> None:
    looping = "def double(x):\n    while x == 1:\n        pass\n    return 2 * x if x < 9 else 0"
    verdicts = arena.judge({"double": looping}).cells["test_double"].verdicts
    assert [(verdict.test, verdict.points) for verdict in verdicts] == [
        ("test_example", 0), ("test_small", 1.5), ("test_large", 0),
    ]  # fmt: skip


def test_the_trial_tries_examples_so_that_they_may_ask_later_what_they_ask(arena: Arena) -> None:
    asking = EXAMPLE.replace("double(1) == 2", "double(1.5) == 3 and double.__name__ == 'double'")
    other = Arena.of([CELLS[0], graded_by("test_double", f"{asking}{ASKED}", points=3)], arena.warm)
    assert judged(other, "x * x")[0] == ("test_example", WRONG, 0)
