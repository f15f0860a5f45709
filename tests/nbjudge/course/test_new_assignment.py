"""The files of an assignment to start from: whole, named for it, and never over what is there."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from nbjudge.course import new_assignment
from nbjudge.course.new_assignment import TEMPLATES, write_new_assignment
from nbjudge.course.opening import CourseError
from nbjudge.notebooks.assignment import read_assignment
from tests.support.inprocess import ROOT


def test_its_notebook_and_kit_are_an_assignment_and_no_word_is_left_to_fill_in(tmp_path: Path) -> None:
    written = write_new_assignment("Week-3", tmp_path, "source")
    assert len(written) == len(TEMPLATES)
    assert not [path for path in written if "@" in (tmp_path / path).read_text()]
    assignment = read_assignment(tmp_path / "source/Week-3", "Week-3", "Week-3")
    assert set(assignment.kit) == {"helpers.py"}
    assert "test_week-3_mean" in assignment.parsed.by_grade_id
    released = "\n".join(cell.released for cell in assignment.parsed.cells)
    assert "YOUR CODE HERE" in released
    assert "test_of_one_number" in released
    assert "test_of_many_numbers" not in released, "it is hidden"


@pytest.mark.parametrize("name", ["", "a b", "3", "../ps2", "ps2/x", ".ps2", "ps+2", "a" * 65, "übung"])
def test_a_name_that_makes_no_sense_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CourseError, match="is no name for an assignment"):
        write_new_assignment(name, tmp_path, "source")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("there", ["source/ps2/notes.txt", "tests/corpus/wrong/ps2_shares_the_numbers.py"])
def test_nothing_is_written_over(tmp_path: Path, there: str) -> None:
    (tmp_path / there).parent.mkdir(parents=True)
    (tmp_path / there).write_text("mine")
    with pytest.raises(CourseError, match="is there already"):
        write_new_assignment("ps2", tmp_path, "source")
    assert [path.read_text() for path in tmp_path.rglob("*") if path.is_file()] == ["mine"]


def test_a_wheel_holds_the_templates() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    package = Path(new_assignment.__file__).parent
    held = {path.name for pattern in settings["package-data"]["nbjudge.course"] for path in package.glob(pattern)}
    assert held == set(TEMPLATES) == {path.name for path in (package / "templates").iterdir()}
