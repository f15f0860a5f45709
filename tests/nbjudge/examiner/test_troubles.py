"""What is told of the student's cells, and which of them a missing name is put down to."""

from __future__ import annotations

import time
from typing import Any

import pytest

from nbjudge.examiner.troubles import EVERYTHING, NOTES, Stop, Told, Troubles, names_in, told_of
from nbjudge.limits import Limits
from nbjudge.verdicts import DIED, TIME_LIMIT


def cell(source: str, grade_id: str = "", **flags: Any) -> dict[str, Any]:
    nbgrader = {"nbgrader": {"grade_id": grade_id, **flags}} if grade_id else {}
    return {"id": "c", "source": source, "metadata": nbgrader}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("class A(B):", "A"),
        ("def f(x", "f"),
        ("async def f():", "f"),
        ("a, b = 1, 2", "b"),
        ("a: int = 1", "a"),
        ("a.b = 1\nc = d = 2", "d"),
        ("import a", "a"),
        ("import a.b as c, d", "c"),
        ("from m import (a, b)", "b"),
        ("from m import *", EVERYTHING),
        ("    import inner", "inner"),
        ("for i in range(3):", "i"),
        ("with open('x') as f:", "f"),
        ("if True\nclass A: pass", "A"),
    ],
)
def test_a_cell_was_to_define_what_its_text_binds(source: str, name: str) -> None:
    assert name in names_in(source)


@pytest.mark.parametrize(
    ("source", "name"),
    [("class A(B):", "B"), ("def f(x):\n    y = 1", "y"), ("print(a)", "a"), ("# class A", "A"), ("b = a", "a")],
)
def test_and_nothing_else(source: str, name: str) -> None:
    assert name not in names_in(source)


@pytest.mark.parametrize(
    "value",
    [None, 1, [], {}, {"outputs": None}, {"skipped": 1}, {"skipped": [1, ["x"], [1, 2]]}, {"stopped": ["x", 1]}],
)
def test_of_what_makes_no_sense_nothing_is_kept(value: object) -> None:
    told = told_of(value)
    assert (told.outputs, told.skipped, told.stopped) == (None, (), None)


def test_what_makes_sense_is_kept_and_bounded() -> None:
    told = told_of({"outputs": [1], "skipped": [[3, "x" * 10_000]], "stopped": ["ValueError", "no", 2, 1]})
    assert told == Told([1], ((3, "x" * 200),), Stop("ValueError", "no", 2, 1))


def test_notes_are_few_and_short_whatever_is_told() -> None:
    troubles = Troubles(Limits())
    for number in range(50):
        stop = Stop("E" * 9000, "m" * 9000, 10**18, -4)
        troubles.hear(cell(f"x{number} = 1" + "y" * 9000, f"c{number}", solution=True), Told([], (), stop))
        troubles.lost(cell("z" * 9000), DIED, "signal")
    assert len(troubles.notes) == NOTES
    assert all(len(note) < 600 for note in troubles.notes)


def test_explaining_takes_little_time_whatever_the_cells_hold() -> None:
    troubles = Troubles(Limits())
    for number in range(60):
        text = f"a{number}, b = c = " * 6_000
        troubles.hear(cell(text), told_of({"skipped": [[1, "x" * 1000]] * 100_000, "stopped": ["E", "", 1, 0]}))
    begun = time.monotonic()
    for number in range(60):
        troubles.explained(f"NameError: name 'z{number}' is not defined")
    assert time.monotonic() - begun < 5


def test_the_last_cell_that_was_to_define_a_name_is_the_cause() -> None:
    troubles = Troubles(Limits(cell_seconds=10))
    troubles.hear(cell("f = int('one')", "a", solution=True), Told([], (), Stop("ValueError", "bad", 1, 0)))
    troubles.lost(cell("f = slow()", "b", solution=True), TIME_LIMIT, "no answer")
    said = "NameError: name 'f' is not defined"
    assert troubles.explained(said) == f"{said}: the cell b ran into its time limit of 10 s"
    assert troubles.explained("NameError: name 'g' is not defined") == "NameError: name 'g' is not defined"
    assert troubles.explained("ValueError: f") == "ValueError: f"


def test_an_instructors_cell_that_fails_on_an_answer_is_nothing_odd() -> None:
    troubles = Troubles(Limits())
    troubles.hear(cell("ReLU().forward(x)", "play", locked=True), Told([], (), Stop("ValueError", "shapes", 1, 0)))
    assert troubles.notes == []


def test_a_cell_without_a_name_is_called_by_how_it_begins() -> None:
    troubles = Troubles(Limits())
    troubles.lost(cell("\n# my own experiment\nslow()"), TIME_LIMIT, "no answer")
    assert troubles.notes == ["the cell that begins with '# my own experiment' ran into its time limit of 10 s"]
