"""The source has changed since the release: what is advised works in the state in which the gradebook is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.mini import DOUBLE, ESSAY, MiniCourse, commands_in
from tests.support.rebuilding import new_cell

NEW = new_cell(
    "def test_new():\n    assert double(0) == 0", "test_new", grade_id="test_new", grade=True, locked=True, points=3
)
TASK = new_cell("Draw.", "task", "markdown", grade_id="task", task=True, points=2)
RIGHT = "def double(x):\n    return x + x\n"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = MiniCourse(tmp_path_factory.mktemp("released") / "course")
    course.succeed("nbgrader generate_assignment ps")
    return course.root


@pytest.fixture(scope="module")
def graded(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = of(released, tmp_path_factory.mktemp("graded"))
    course.submit("ann", double=RIGHT)
    course.succeed("nbgrader db assignment add ps --duedate='2026-11-20 12:00 UTC'")
    assert course.grade()["students"][0]["points"] == 4
    return course.root


def of(root: Path, folder: Path) -> MiniCourse:
    """A copy, to be changed."""
    shutil.copytree(root, folder / "course")
    return MiniCourse(folder / "course")


def follow(course: MiniCourse) -> str:
    """Do what `nbjudge autograde` says, until there is nothing more to do; returns what it said first."""
    said = course.run("nbjudge autograde ps").err
    assert commands_in(said)
    for command in commands_in(said):
        course.succeed(command)
    return said


def test_a_cell_that_is_new_before_anybody_submitted_is_released_again(released: Path, tmp_path: Path) -> None:
    course = of(released, tmp_path)
    course.write_source(*DOUBLE, NEW)
    course.submit("ann", double=RIGHT)
    assert "(test_new is new)" in follow(course)
    assert course.grade()["students"][0]["max_points"] == 7


def test_points_that_changed_are_released_again_in_any_state(graded: Path, tmp_path: Path) -> None:
    course = of(graded, tmp_path)
    course.write_source(
        *DOUBLE[:2],
        new_cell(DOUBLE[2]["source"], "test_double", grade_id="test_double", grade=True, locked=True, points=1.5),
    )
    said = follow(course)
    assert "(test_double has 1.5 points for 4)" in said
    assert commands_in(said) == ["nbgrader generate_assignment ps --force"]
    (ann,) = course.grade()["students"]
    assert (ann["points"], [note for note in ann["notes"] if "timestamp" not in note]) == (1.5, [])


ANEW = [
    "nbgrader db assignment remove ps --force",
    "nbgrader db assignment add ps --duedate='2026-11-20 12:00:00 UTC'",
    "nbgrader generate_assignment ps --force",
    "nbjudge autograde ps --force",
]


def test_cells_that_are_new_after_grading_are_undone_or_begun_anew(graded: Path, tmp_path: Path) -> None:
    course = of(graded, tmp_path)
    course.write_source(*DOUBLE, NEW, TASK, ESSAY)
    said = course.run("nbjudge autograde ps").err
    assert "(essay is new, task is new, test_new is new)" in said
    assert "there are submissions (1 here)" in said
    assert (course.root / "release/ps/ps.ipynb").exists()
    course.write_source(*DOUBLE)  # what it advises first
    assert course.run("nbjudge autograde ps").code == 0
    course.write_source(*DOUBLE, NEW, TASK, ESSAY)
    assert commands_in(said) == ANEW
    follow(course)
    course.succeed("nbjudge export --cells --to cells.csv")
    lines = (course.root / "cells.csv").read_text().splitlines()[1:]
    assert [line.split(",")[2] for line in lines] == ["essay", "task", "test_double", "test_new"]


def test_a_notebook_that_is_new_after_grading_is_named_and_the_others_are_graded(graded: Path, tmp_path: Path) -> None:
    course = of(graded, tmp_path)
    course.write_source(*DOUBLE, name="zwei")
    told = course.grade()["told"]
    assert len(told) == 1
    assert "zwei.ipynb, which the gradebook does not know" in told[0]
    assert commands_in(told[0]) == ANEW, "which are done in another test"


def test_a_notebook_that_is_gone_is_named(graded: Path, released: Path, tmp_path: Path) -> None:
    course = of(released, tmp_path)
    (course.root / "source/ps/ps.ipynb").rename(course.root / "source/ps/new.ipynb")
    said = course.run("nbjudge autograde ps").err
    assert "has no ps.ipynb any more" in said
    course.succeed(*commands_in(said))
    assert "no submissions" in course.run("nbjudge autograde ps").err
    later = of(graded, tmp_path / "later")
    (later.root / "source/ps/ps.ipynb").rename(later.root / "source/ps/new.ipynb")
    assert "has no ps.ipynb any more: nbgrader adds and removes nothing" in later.run("nbjudge autograde ps").err
    (later.root / "source/ps/new.ipynb").unlink()
    assert "has no notebook; the gradebook knows ps.ipynb: put it back" in later.run("nbjudge autograde ps").err


def test_an_assignment_that_is_not_released_is_told_how(tmp_path: Path) -> None:
    course = MiniCourse(tmp_path / "course")
    course.succeed("nbgrader db assignment add ps")
    said = course.run("nbjudge autograde ps").err
    assert "the gradebook has no notebook of 'ps'" in said
    course.succeed(*commands_in(said))
    course.submit("ann", double=RIGHT)
    assert course.grade()["graded"] == 1


def test_points_that_are_no_number_are_named(released: Path, tmp_path: Path) -> None:
    course = of(released, tmp_path)
    cell = new_cell("x", "test_double", grade_id="test_double", grade=True, locked=True, points="four")
    course.write_source(*DOUBLE[:2], cell)
    assert (
        "expected a number, 0 or more as nbgrader's 'points' of 'test_double', found 'four'"
        in course.run("nbjudge autograde ps").err
    )
