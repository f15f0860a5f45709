"""`nbjudge export`: nbgrader's file, in SQLite byte for byte, in a time that is linear in the class."""

from __future__ import annotations

import csv
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin, ExportPlugin
from sqlalchemy import event

from nbjudge.gradebook.export import FastExport
from nbjudge.gradebook.indexes import add_missing
from nbjudge.gradebook.recording import record
from tests.support.course import copy_course
from tests.support.disk import Files
from tests.support.forking import Ended, fork_program
from tests.support.gradebooks import EARLY, LATE, enter_by_hand, graded
from tests.support.postgres import Server

STUDENTS = 40


def _fill(gradebook: Gradebook, students: range) -> None:
    """A class with work that is late, missing, graded by hand, or never was handed in; scores are awkward fractions."""
    for number in students:
        draw = random.Random(number)
        student = f"s{number:03}"
        gradebook.add_student(
            student,
            last_name=draw.choice([None, "Ødegård", "Noether", "O'Neil"]),
            first_name=draw.choice([None, "Ada", " Emmy "]),
            email=draw.choice([None, f"{student}@example.org"]),
        )
        for assignment in ("layers", "later"):
            when = draw.choice([None, EARLY, LATE, LATE])
            scores = [draw.choice([None, 0.0, 3.0, draw.random(), draw.randint(0, 9) / 3]) for _ in range(3)]
            if number % 7:
                record(gradebook, assignment, student, when, graded(*scores), lambda _, score, __: 0.3 * score)
        if number % 7 and not number % 3:
            enter_by_hand(gradebook, "layers", student)


@pytest.fixture(scope="module")
def filled(databases: Files | Server, template_url: str) -> str:
    """The gradebook of a class, not to be changed."""
    url = databases.copy(template_url)
    with Gradebook(url, "mini-torch") as gradebook:
        _fill(gradebook, range(STUDENTS))
    return url


@pytest.fixture
def url(databases: Files | Server, filled: str) -> Iterator[str]:
    """A copy of it."""
    copied = databases.copy(filled)
    yield copied
    databases.drop(copied)


def _exported(url: str, plugin: type[ExportPlugin], target: Path, **chosen: list[str]) -> bytes:
    with Gradebook(url, "mini-torch") as gradebook:
        plugin(to=str(target), **chosen).export(gradebook)
    return target.read_bytes()


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


CHOICES: dict[str, dict[str, list[str]]] = {
    "all": {},
    "an assignment": {"assignment": ["later"]},
    "students": {"student": ["s003", "s007", "s001"]},
    "both": {"assignment": ["layers"], "student": ["s007"]},
    "nobody": {"student": ["nobody"]},
}


@pytest.mark.parametrize("indexed", [False, True], ids=["as nbgrader left it", "indexed"])
@pytest.mark.parametrize("choice", CHOICES)
def test_file_is_nbgraders(url: str, tmp_path: Path, choice: str, indexed: bool) -> None:
    with Gradebook(url, "mini-torch") as gradebook:
        if indexed:
            add_missing(gradebook.engine)
    stock = _exported(url, CsvExportPlugin, tmp_path / "stock.csv", **CHOICES[choice])
    fast = _exported(url, FastExport, tmp_path / "fast.csv", **CHOICES[choice])
    if url.startswith("sqlite"):
        assert fast == stock
    else:  # where not even nbgrader's own sums are always added in the same order
        assert [_rounded(row) for row in _rows(tmp_path / "fast.csv")] == [
            _rounded(row) for row in _rows(tmp_path / "stock.csv")
        ]


def _rounded(row: dict[str, str]) -> dict[str, str]:
    numbers = ("raw_score", "late_submission_penalty", "score")
    return {name: f"{float(value):.12g}" if name in numbers else value for name, value in row.items()}


def test_the_class_of_these_tests_has_rows_of_every_kind(filled: str, tmp_path: Path) -> None:
    _exported(filled, CsvExportPlugin, tmp_path / "stock.csv")
    rows = _rows(tmp_path / "stock.csv")
    assert len(rows) == 2 * STUDENTS
    assert any(float(row["late_submission_penalty"]) for row in rows)
    assert any(not row["timestamp"] and float(row["raw_score"]) for row in rows)
    assert any(not row["timestamp"] and not float(row["raw_score"]) for row in rows)
    assert any(len(row["score"]) > 15 for row in rows), "sums whose last digit depends on their order"


def _statements(url: str, target: Path) -> int:
    sent: list[object] = []
    with Gradebook(url, "mini-torch") as gradebook:
        event.listen(gradebook.engine, "before_cursor_execute", lambda *_: sent.append(1))
        FastExport(to=str(target)).export(gradebook)
    return len(sent)


def test_questions_to_the_database_are_as_many_for_a_large_class_as_for_a_small_one(url: str, tmp_path: Path) -> None:
    before = _statements(url, tmp_path / "grades.csv")
    with Gradebook(url, "mini-torch") as gradebook:
        _fill(gradebook, range(STUDENTS, 2 * STUDENTS))
    assert before == _statements(url, tmp_path / "grades.csv") == 5
    assert len((tmp_path / "grades.csv").read_text().splitlines()) == 1 + 4 * STUDENTS


def test_name_with_a_comma_stays_in_its_column(url: str, tmp_path: Path) -> None:
    with Gradebook(url, "mini-torch") as gradebook:
        gradebook.update_or_create_student("s001", last_name="Lovelace, Countess", first_name='"Ada"')
    _exported(url, FastExport, tmp_path / "grades.csv")
    row = next(row for row in _rows(tmp_path / "grades.csv") if row["student_id"] == "s001")
    assert (row["last_name"], row["first_name"], row["max_score"]) == ("Lovelace, Countess", '"Ada"', "24.0")


# ------------------------------------------------------------ the commands


@pytest.fixture(scope="module")
def root(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with the gradebook of such a class."""
    root = copy_course(tmp_path_factory.mktemp("course")).root
    shutil.copy(template, root / "gradebook.db")
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "mini-torch") as gradebook:
        _fill(gradebook, range(STUDENTS))
    return root


def _run(folder: Path, *words: str) -> Ended:
    return fork_program(words, folder, {}).wait()


def test_verb_writes_where_it_was_run_and_changes_nothing_in_the_gradebook(root: Path, tmp_path: Path) -> None:
    before = (root / "gradebook.db").read_bytes()
    done = _run(root / "source", "nbjudge", "export", "--to", "all.csv")
    assert (done.code, done.out) == (0, f"{2 * STUDENTS} rows written to all.csv\n")
    stock = _exported(f"sqlite:///{root / 'gradebook.db'}", CsvExportPlugin, tmp_path / "stock.csv")
    assert (root / "source" / "all.csv").read_bytes() == stock
    assert (root / "gradebook.db").read_bytes() == before


def test_verb_exports_whom_it_was_asked_for(root: Path) -> None:
    options = ["--assignment=later", "--student=s003,s001", "--to=/dev/stdout"]  # which in a fork would be a file
    command = [sys.executable, "-m", "nbjudge.cli", "export", *options]
    done = subprocess.run(command, cwd=root, text=True, capture_output=True, check=False)
    lines = done.stdout.splitlines()
    assert {tuple(line.split(",")[0:4:3]) for line in lines[1:3]} == {("later", "s001"), ("later", "s003")}
    assert lines[3:] == ["2 rows written to /dev/stdout"]


def test_nbgraders_command_is_fast_too_if_it_is_told(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "grades.csv"
    done = _run(root, "nbgrader", "export", "--exporter=nbjudge.gradebook.export.FastExport", f"--to={target}")
    assert "Using exporter: FastExport" in done.err, done.err
    assert target.read_bytes() == _exported(
        f"sqlite:///{root / 'gradebook.db'}", CsvExportPlugin, tmp_path / "stock.csv"
    )


@pytest.fixture
def without_gradebook(root: Path) -> Iterator[None]:
    (root / "gradebook.db").rename(root / "aside.db")
    yield
    (root / "aside.db").rename(root / "gradebook.db")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--assignment=layers,layer",), "no assignment 'layer'"),
        (("--student=nobody",), "no student 'nobody'"),
        (("--to=nowhere/grades.csv",), "cannot be written: No such file or directory"),
    ],
)
def test_a_mistake_is_told_and_the_old_file_stays(root: Path, arguments: tuple[str, ...], told: str) -> None:
    (root / "grades.csv").write_text("old")
    done = _run(root, "nbjudge", "export", *arguments)
    assert done.code == 1
    assert told in done.err
    assert "Traceback" not in done.err
    assert (root / "grades.csv").read_text() == "old"


@pytest.mark.usefixtures("without_gradebook")
def test_a_course_without_a_gradebook_is_told_what_makes_one(root: Path) -> None:
    done = _run(root, "nbjudge", "export")
    assert (done.code, "nbgrader generate_assignment" in done.err) == (1, True)
    assert not (root / "gradebook.db").exists()
