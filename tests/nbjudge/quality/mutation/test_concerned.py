"""Mutants are judged by the grade cells that they concern, and none is let off by that."""

from __future__ import annotations

from dataclasses import replace

from nbjudge.notebooks.assignment import Assignment
from nbjudge.quality.mutation.concerned import without_unconcerned
from nbjudge.quality.trials import without_idle_cells
from nbjudge.stands import BESIDE, Stand
from tests.support.activation import ACTIVATION
from tests.support.selfchecking import checked
from tests.support.small import small_assignment


def graded(assignment: Assignment) -> set[str]:
    return {cell.name for cell in assignment.parsed.cells if cell.flags.get("grade")}


def test_each_class_of_the_course_is_asked_by_its_own_cells_and_in_the_network() -> None:
    for name in ("relu", "sigmoid", "gelu", "silu"):
        kept = graded(without_unconcerned(without_idle_cells(ACTIVATION), name))
        assert kept == {cell for cell in graded(ACTIVATION) if name in cell} | {"test_network"}


def test_what_hangs_on_an_answer_by_way_of_another_cell_stays() -> None:
    tests = "def test_four():\n    assert four() == 4"
    hanging = small_assignment("def twice(x):\n    return 2 * x", tests, "def four():\n    return twice(2)")
    assert graded(without_unconcerned(hanging, "answer")) == {"test_answer"}
    free = small_assignment("def twice(x):\n    return 2 * x", tests, "def four():\n    return 4")
    assert graded(without_unconcerned(free, "answer")) == set()


def test_a_mutant_that_only_other_cells_catch_is_caught() -> None:
    """What the answer does is seen in a list of the instructor's, and its own name stands in no test."""
    given = "kept = []\ndef store():\n    return kept"
    answer = "def keep(x):\n    store().append(x + 1)\n\n\nkeep(1)"
    made = small_assignment(answer, "assert store() == [2]", given=given)
    card = checked(replace(made, stands={"test_answer": Stand(BESIDE, "it looks at what the answer has done")}))
    assert card.problems == []
    assert card.tried
    assert {tried.caught_by for tried in card.tried} == {("test_answer",)}
