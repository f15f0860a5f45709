"""The whole path, release to export, through nbgrader's own commands in a temporary copy of the course."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from demo.course import CommandFailed, Course
from tests.inprocess import ROOT

COPIED = ("source", "demo", "nbgrader_config.py")


@dataclass(frozen=True)
class Taught:
    """A course in which the demo has run."""

    root: Path
    printed: str


def _demo(root: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "demo"], cwd=root, env={**os.environ}, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Taught:
    root = tmp_path_factory.mktemp("course")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "students", ".ipynb*")
            )
        else:
            shutil.copy(ROOT / name, root / name)
    return Taught(root, _demo(root))


@pytest.fixture
def scores(taught: Taught) -> dict[str, dict[str, float]]:
    return _scores(taught.root)


def _scores(root: Path) -> dict[str, dict[str, float]]:
    from nbgrader.api import Gradebook  # noqa: PLC0415 - the import costs two seconds, and most tests do without

    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {
            submission.student.id: {grade.name: grade.score for book in submission.notebooks for grade in book.grades}
            for submission in gradebook.find_assignment("activation").submissions
        }


def test_right_student_has_full_marks(scores: dict[str, dict[str, float]]) -> None:
    assert sum(scores["bitdiddle"].values()) == 20


def test_two_mistakes_cost_the_two_backward_cells_and_the_network(scores: dict[str, dict[str, float]]) -> None:
    assert {name for name, score in scores["hacker"].items() if score == 0} == {
        "test_relu_backward",
        "test_gelu_backward",
        "test_network",
    }


def test_a_warning_costs_nothing_outside_the_stability_cell_under_stock_nbgrader(
    taught: Taught, scores: dict[str, dict[str, float]]
) -> None:
    notebook = nbformat.read(taught.root / "autograded/reasoner/activation/activation.ipynb", as_version=4)
    told = [o.text for cell in notebook.cells for o in cell.get("outputs", []) if o.get("name") == "stderr"]
    assert any("RuntimeWarning" in text for text in told), "the sample student should cause a warning"
    assert scores["reasoner"]["test_sigmoid_forward"] == 2
    assert scores["reasoner"]["test_sigmoid_stability"] == 0


def test_half_finished_work_keeps_what_is_finished(scores: dict[str, dict[str, float]]) -> None:
    assert sum(scores["reasoner"].values()) == 8


def test_feedback_reaches_every_student(taught: Taught) -> None:
    for student in ("bitdiddle", "hacker", "reasoner"):
        home = taught.root / "demo" / "students" / student
        Course(taught.root).run_as(student, home, "fetch_feedback", "activation")
        (page,) = (home / "activation" / "feedback").rglob("*.html")
        assert page.read_text() == (taught.root / f"feedback/{student}/activation/activation.html").read_text()
        assert "Activations: the bend" in page.read_text()


def test_export_has_a_row_for_every_student(taught: Taught) -> None:
    with (taught.root / "grades.csv").open(newline="") as file:
        rows = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert rows == {"bitdiddle": 20.0, "hacker": 12.0, "reasoner": 8.0}


def test_demo_prints_progress_the_table_and_what_to_open_next(taught: Taught) -> None:
    assert "[8/8]" in taught.printed
    total = next(line for line in taught.printed.splitlines() if "total" in line)
    assert [part.strip() for part in total.split("│")[2:5]] == ["20 / 20", "12 / 20", "8 / 20"]
    assert "feedback/hacker/activation/activation.html" in taught.printed


def test_demo_works_a_second_time_and_leaves_other_submissions_alone(taught: Taught) -> None:
    mine = taught.root / "submitted" / "ada" / "activation"
    mine.mkdir(parents=True)
    shutil.copy(taught.root / "release/activation/activation.ipynb", mine)
    assert "20 / 20" in _demo(taught.root)
    assert (mine / "activation.ipynb").exists()


@pytest.fixture
def somewhere_else(tmp_path: Path) -> Iterator[Path]:
    before = Path.cwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)


def test_demo_outside_the_course_root_says_where_to_run_it(somewhere_else: Path) -> None:
    with pytest.raises(CommandFailed, match="run the demo from the course root"):
        Course()


def test_a_failing_command_shows_itself_and_what_it_printed(taught: Taught) -> None:
    with pytest.raises(CommandFailed, match=r"nbgrader autograde no_such_assignment(.|\n)*exit code 1"):
        Course(taught.root).run("autograde", "no_such_assignment")


def test_student_sees_the_validator_fail_on_the_untouched_release_and_pass_on_right_work(taught: Taught) -> None:
    course: Any = Course(taught.root)
    home = taught.root / "demo" / "students"
    assert "Success" in course.run_as("bitdiddle", home / "bitdiddle", "validate", "activation/activation.ipynb")
    assert "failed" in course.run("validate", "release/activation/activation.ipynb")
