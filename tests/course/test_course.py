"""The whole path, release to export, through the commands in a temporary copy of the course: what `make demo` does."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import nbformat
import pytest

from demo.__main__ import main as demo
from demo.course import CommandFailed, Course
from demo.students import STUDENTS
from demo.warm import WarmCourse
from tests.support.course import copy_course, scores
from tests.support.inprocess import NOTEBOOK, code_cells
from tests.support.running import IN_FORKS, ForkingCourse, released


@dataclass(frozen=True)
class Taught:
    """A course in which the demo has run."""

    root: Path
    printed: str


def _demo(root: Path) -> str:
    """As a program of its own, as it is for everybody."""
    done = subprocess.run(
        [sys.executable, "-m", "demo"], cwd=root, env={**os.environ}, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Taught:
    course = copy_course(tmp_path_factory.mktemp("course"), "demo", "tests/corpus")
    return Taught(course.root, _demo(course.root))


@pytest.fixture
def points(taught: Taught) -> dict[str, dict[str, float]]:
    return {student: {name: s or 0.0 for name, s in row.items()} for student, row in scores(taught.root).items()}


def test_right_student_has_full_marks(points: dict[str, dict[str, float]]) -> None:
    assert sum(points["bitdiddle"].values()) == 20


def test_two_mistakes_cost_the_two_backward_cells_and_a_part_of_the_network(
    points: dict[str, dict[str, float]],
) -> None:
    assert {name for name, score in points["hacker"].items() if score == 0} == {
        "test_relu_backward",
        "test_gelu_backward",
    }
    assert 0 < points["hacker"]["test_network"] < 2
    assert points["hacker"]["test_sigmoid_backward"] == 2


def test_half_finished_work_keeps_what_is_finished(points: dict[str, dict[str, float]]) -> None:
    finished = {name: score for name, score in points["reasoner"].items() if "relu" in name}
    assert finished == {"test_relu_forward": 1, "test_relu_backward": 1, "test_relu_contract": 1}
    assert points["reasoner"]["test_sigmoid_forward"] == 1  # a warning costs nothing here
    assert points["reasoner"]["test_sigmoid_stability"] == 0


def test_attacker_gains_nothing_and_all_her_attempts_are_refused(
    taught: Taught, points: dict[str, dict[str, float]]
) -> None:
    assert sum(points["mallory"].values()) == 0
    told = [line.strip() for line in taught.printed.partition("What mallory tried")[2].splitlines()]
    refused = [line for line in told if line.endswith((": PermissionError", ": FileNotFoundError"))]
    assert len(refused) == 7, told
    assert not any("MINI_TORCH" in line for line in told)


@pytest.fixture(scope="module")
def stock(taught: Taught, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The same course without the judge: its three honest submissions graded by nbgrader's own executor."""
    course = Course(released(tmp_path_factory.mktemp("stock")).root)  # its commands are programs: no judge is in these
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text().replace("install(c)", ""))
    for student in ("bitdiddle", "hacker", "reasoner"):
        shutil.copytree(taught.root / "submitted" / student, course.root / "submitted" / student)
    course.run("autograde", "activation")
    return course


def test_a_warning_costs_nothing_outside_the_stability_cell_under_stock_nbgrader_too(stock: Course) -> None:
    notebook = nbformat.read(stock.root / "autograded/reasoner/activation/activation.ipynb", as_version=4)
    told = [o.text for cell in notebook.cells for o in cell.get("outputs", []) if o.get("name") == "stderr"]
    assert any("RuntimeWarning" in text for text in told), "the sample student should cause a warning"
    assert scores(stock.root)["reasoner"]["test_sigmoid_forward"] == 1
    assert scores(stock.root)["reasoner"]["test_sigmoid_stability"] == 0


def test_judge_and_stock_nbgrader_agree_on_honest_work_but_for_partial_credit(
    stock: Course, points: dict[str, dict[str, float]]
) -> None:
    full = {cell.grade_id: cell.points for cell in code_cells(NOTEBOOK) if cell.points}
    for student, row in scores(stock.root).items():
        for name, score in row.items():
            assert score == (full[name] if points[student][name] == full[name] else 0), (student, name)


def test_feedback_reaches_every_student(taught: Taught) -> None:
    for student in STUDENTS:
        home = taught.root / "demo" / "students" / student
        ForkingCourse(taught.root).run_as(student, home, "fetch_feedback", "activation")
        (page,) = (home / "activation" / "feedback").rglob("*.html")
        assert page.read_text() == (taught.root / f"feedback/{student}/activation/activation.html").read_text()
        assert "Activations: the bend" in page.read_text()


def test_export_has_a_row_for_every_student(taught: Taught, points: dict[str, dict[str, float]]) -> None:
    with (taught.root / "grades.csv").open(newline="") as file:
        rows = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert rows == pytest.approx({student: sum(row.values()) for student, row in points.items()})
    assert set(rows) == set(STUDENTS)


def test_demo_prints_progress_the_table_and_what_to_open_next(taught: Taught) -> None:
    assert "[9/9]" in taught.printed
    total = next(line for line in taught.printed.splitlines() if "total" in line)
    assert [part.strip() for part in total.split("│")[2:6]] == ["20 / 20", "16.17 / 20", "5.9 / 20", "0 / 20"]
    assert "feedback/hacker/activation/activation.html" in taught.printed


def test_demo_reports_on_a_class_of_forty(taught: Taught) -> None:
    report = (taught.root / "demo" / "class-report.html").read_text()
    assert "39 of 40 students handed in" in report


def test_demo_works_a_second_time_and_leaves_other_submissions_alone(
    taught: Taught, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = taught.root / "submitted" / "ada" / "activation"
    mine.mkdir(parents=True)
    shutil.copy(taught.root / "release/activation/activation.ipynb", mine)
    monkeypatch.chdir(taught.root)
    # the class of forty begins in an empty folder each time
    with IN_FORKS, mock.patch("demo.__main__.report_on_sample_class") as report, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # xdist's workers have threads, which newer Pythons mind
        assert demo() == 0
    report.assert_called_once()
    assert "20 / 20" in capsys.readouterr().out
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


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # as above
@pytest.mark.parametrize("kind", [ForkingCourse, WarmCourse])
def test_a_failing_command_shows_itself_and_what_it_printed(taught: Taught, kind: type[Course]) -> None:
    with pytest.raises(CommandFailed, match=r"nbgrader autograde no_such_assignment(.|\n)*exit code 1"):
        kind(taught.root).run("autograde", "no_such_assignment")


def test_student_sees_the_validator_fail_on_the_untouched_release_and_pass_on_right_work(taught: Taught) -> None:
    course = Course(taught.root)
    home = taught.root / "demo" / "students"
    assert "Success" in course.run_as("bitdiddle", home / "bitdiddle", "validate", "activation/activation.ipynb")
    assert "failed" in course.run("validate", "release/activation/activation.ipynb")
