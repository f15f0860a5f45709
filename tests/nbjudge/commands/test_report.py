"""`nbjudge report`: the page, the table, the numbers, the answers for other tools; and what it says when it cannot."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nbjudge.cli import _parser
from nbjudge.commands.report import main
from tests.support.reporting import (
    HOSTILE,
    STUB,
    Made,
    made_course,
    students,
    written,
)

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course of these students; each test leaves it as it was."""
    return made_course(tmp_path_factory.mktemp("course"), students())


@pytest.fixture
def command(course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """`nbjudge report ...` in this process: its exit code, what it printed, and what went to stderr."""

    def run(*arguments: object, root: Path = course) -> tuple[int, str, str]:
        monkeypatch.chdir(root)
        code = main(_parser().parse_args(["report", *map(str, arguments)]))
        return code, *capsys.readouterr()

    return run


def test_the_table_has_a_row_for_each_student_and_test_that_no_spreadsheet_runs(
    command: Command, tmp_path: Path
) -> None:
    code, out, _ = command("--to", tmp_path / "p.html", "--csv", tmp_path / "t.csv")
    assert code == 0
    assert f"{tmp_path / 't.csv'}: a row for each student and test" in out
    with (tmp_path / "t.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 12 * 5
    (row,) = [row for row in rows if row["outcome"] == "wrong answer"]
    assert (row["student_id"], row["test"], row["diagnosis_key"], row["points"]) == ("s04", "test_b_0", "sign", "0.0")
    assert row["message"] == HOSTILE, "its first line"
    assert {row["student_id"] for row in rows if "08" in row["student_id"]} == {"'=s<b>08"}


def test_the_numbers_are_printed_as_json_and_then_no_page_is_written(command: Command, course: Path) -> None:
    before = set(os.listdir(course))
    code, out, _ = command("hw", "--json")
    told: dict[str, Any] = json.loads(out)
    assert code == 0
    assert (told["schema"], told["class"]["graded"], told["class"]["late"], told["anonymous"]) == (1, 12, 1, False)
    assert list(told) == [
        "schema", "assignment", "anonymous", "class", "scores", "tests", "causes", "groups", "odd", "alike", "times",
        "students",
    ]  # fmt: skip
    assert set(os.listdir(course)) == before


def test_without_names_no_file_has_one(command: Command, tmp_path: Path) -> None:
    options = ("--to", tmp_path / "p.html", "--csv", tmp_path / "t.csv", "--answers", tmp_path / "answers", "--json")
    code, out, _ = command("hw", "--anonymous", *options)
    assert code == 0
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 2 + 12 + 2
    for text in (out, *(path.read_text(encoding="utf-8") for path in files), *map(str, files)):
        assert not re.search(r"\bs\d\d\b|s<b>|s&lt;b|autograded/", text)
    assert "says Jane" not in "".join(path.read_text(encoding="utf-8") for path in files), "nor a comment"


def test_answers_are_written_for_other_tools_and_what_the_release_holds_beside_them(
    command: Command, tmp_path: Path
) -> None:
    code, out, _ = command("--to", tmp_path / "p.html", "--answers", tmp_path / "answers")
    assert (code, "the answers, for other tools" in out) == (0, True)
    answers = {path.parent.name: path.read_text() for path in (tmp_path / "answers/submissions").glob("*/answers.py")}
    assert answers.keys() == {student.name for student in students()}
    assert written(3) in answers["s03"]
    assert (tmp_path / "answers/base/answers.py").read_text() == STUB + "\n"
    assert "JPlag" in (tmp_path / "answers/README.txt").read_text()


def test_a_small_class_has_no_percentages_no_correlations_and_no_alike_answers(
    command: Command, tmp_path: Path
) -> None:
    root = made_course(tmp_path / "small", [Made(f"s{n}", code=[written(1)]) for n in range(7)], due=None)
    code, _, err = command("--to", tmp_path / "p.html", root=root)
    assert code == 0, err
    text = (tmp_path / "p.html").read_text().partition("<body>")[2].partition("<footer>")[0]
    assert "7 of 7" in text
    assert " %" not in text
    assert "Below 10 submissions nothing is compared" in text
    assert "There is no due date" in text


def test_what_cannot_be_used_is_told_on_the_page_and_the_others_are_reported(
    command: Command, course: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(course, tmp_path / "course")
    (root / "autograded/s01/hw/nb.ipynb").write_text("{ no notebook any more")
    (root / "autograded/s02/hw/nb.ipynb").write_text('{"metadata": {}, "cells": []}')
    shutil.copytree(root / "autograded/s00", root / "autograded/stranger")
    shutil.rmtree(root / "release")
    code, _, err = command("--to", tmp_path / "p.html", "--json", root=root)
    assert code == 0, err
    text = (tmp_path / "p.html").read_text()
    assert "nbjudge autograde hw --student=STUDENT --force" in text
    assert "the judge has not graded it" in text
    assert "unknown to the gradebook" in text
    assert "The release was not there" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nonsense",), "the gradebook has no assignment 'nonsense' (it has: hw)"),
        (("--to", "no/such/folder.html"), "no/such/folder.html cannot be written: there is no folder"),
        (("--csv", "."), ". cannot be written: a folder is there, and not empty; choose another name"),
        (("--answers", "source"), "source cannot be written: a folder is there, and not empty; choose another name"),
    ],
)
def test_what_cannot_be_done_is_told_by_name_with_what_helps(
    command: Command, arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = command(*arguments)
    assert (code, out) == (1, "")
    assert said in err
    assert "Traceback" not in err


def test_a_class_of_which_nothing_is_graded_is_told_what_to_do(command: Command, tmp_path: Path) -> None:
    code, _, err = command(root=made_course(tmp_path / "empty", []))
    assert code == 1
    assert "nothing graded of 'hw' in autograded/: run `nbjudge autograde hw`" in err


def test_a_disk_that_is_full_leaves_what_was_there(command: Command, course: Path, tmp_path: Path) -> None:
    (tmp_path / "p.html").write_text("the old one")
    code, _, err = command("--to", "/dev/full")
    assert code == 1
    assert "/dev/full cannot be written: No space left on device" in err
    assert (tmp_path / "p.html").read_text() == "the old one"
