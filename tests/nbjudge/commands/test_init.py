"""`nbjudge init`: the judge in a course of somebody else's, and out of it again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from nbjudge.sandbox import escape_list
from tests.support.adopting import command, hand_in_the_solution, nbgrader, nbjudge, put_source
from tests.support.quickstart import quickstart_course

LINES = ["from nbjudge.nbgrader_plugin import install", "install(c)"]


def scores(root: Path) -> dict[str, float]:
    """Grade cell to what the tests gave, from the gradebook, for the one student."""
    done = nbjudge(root, "export", "--cells")
    assert done.returncode == 0, done.stderr
    header, *rows = (root / "cells.csv").read_text().splitlines()
    at = header.split(",").index("auto_score")
    cells = [row.split(",") for row in rows]
    return {f"{row[1]}/{row[2]}": float(row[at]) for row in cells if row[at]}


@pytest.fixture(scope="module")
def quickstart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course that nbgrader makes, as it comes, and then `nbjudge init`; its own solution is handed in."""
    root = quickstart_course(tmp_path_factory)
    done = command(root, "nbjudge.cli", "init")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The sandbox holds" in done.stdout
    assert "│ ps1        │ 2         │ 4           │" in done.stdout
    hand_in_the_solution(root, "ada", "ps1")
    released = nbgrader(root, "generate_assignment", "ps1")
    assert released.returncode == 0, released.stderr
    (root / "release.log").write_text(released.stderr)
    return root


def test_the_log_of_a_release_says_what_check_says(quickstart: Path) -> None:
    told = (quickstart / "release.log").read_text()
    assert "of 4 grade cells of ps1 are judged apart from the student's code" in told


def test_quickstarts_course_gets_stocks_scores_and_each_stand_is_named(quickstart: Path) -> None:
    done = nbjudge(quickstart, "autograde", "ps1", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert {stand["where"] for stand in told["stands"]["problem1"].values()} <= {"apart", "beside"}
    assert len(told["stands"]["problem1"]) == 4
    by_the_judge = scores(quickstart)
    assert sum(by_the_judge.values()) == 3.0
    config = quickstart / "nbgrader_config.py"
    before = config.read_text()
    config.write_text(before + "c.NbJudge.assignments = ['ps2']\n")
    refused = nbjudge(quickstart, "autograde", "ps1")
    assert refused.returncode == 1
    assert "'ps1' is not in c.NbJudge.assignments" in refused.stderr
    stock = nbgrader(quickstart, "autograde", "ps1", "--force")
    assert stock.returncode == 0, stock.stderr
    assert "nbjudge" not in json.loads((quickstart / "autograded/ada/ps1/problem1.ipynb").read_text())["metadata"]
    assert scores(quickstart) == by_the_judge
    config.write_text(before)
    ours = nbgrader(quickstart, "autograde", "ps1", "--force")
    assert ours.returncode == 0, ours.stderr
    assert "nbjudge" in json.loads((quickstart / "autograded/ada/ps1/problem1.ipynb").read_text())["metadata"]


def test_a_release_does_not_fail_when_checking_does(quickstart: Path, tmp_path: Path) -> None:
    root = tmp_path / "course"
    shutil.copytree(quickstart, root)
    with (root / "nbgrader_config.py").open("a") as config:
        config.write("c.Autograde.create_student = False\n")  # of which the judge would have nothing
    done = nbgrader(root, "generate_assignment", "ps1", "--force")
    assert done.returncode == 0, done.stderr
    assert "nbjudge could not check ps1: nbgrader_config.py: c.Autograde.create_student" in done.stderr


@pytest.fixture
def few_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sandbox is tried with some acts, and not with the one that computes for a second."""
    monkeypatch.setattr(escape_list, "FORBIDDEN", escape_list.READING)


@pytest.mark.usefixtures("few_acts")
def test_a_course_without_a_configuration_gets_one_and_a_fault_ends_with_1(tmp_path: Path) -> None:
    put_source(tmp_path, "ps1")
    put_source(tmp_path, "ps2", tests="x = 1")
    done = nbjudge(tmp_path, "init")
    assert done.returncode == 1, done.stderr
    assert "nbgrader_config.py is made" in done.stdout
    assert "✗ ps2: ps2 test_answer: the untouched release earns 1 of 1" in done.stdout
    config = tmp_path / "nbgrader_config.py"
    assert [line.partition("  #")[0] for line in config.read_text().splitlines()[-2:]] == LINES
    undone = nbjudge(tmp_path, "init", "--undo")
    assert undone.returncode == 0, undone.stderr
    assert not config.exists()
    assert ".nbjudge: remove it if you like" in undone.stdout


@pytest.mark.usefixtures("few_acts")
def test_a_course_without_assignments_is_told_how_to_begin(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    done = nbjudge(tmp_path, "init")
    assert done.returncode == 0, done.stderr
    assert "`nbjudge new NAME` makes one" in done.stdout


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "is no course's folder: expected nbgrader_config.py in it or above, or a folder source/"),
        ({"nbgrader_config.py": "c = get_config()\n"}, "there is no folder"),
        ({"nbgrader_config.py": "c = (", "source/ps1/x.txt": ""}, "SyntaxError"),
    ],
)
def test_where_there_is_no_course_nothing_is_changed(tmp_path: Path, files: dict[str, str], said: str) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    done = nbjudge(tmp_path, "init")
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert {name: (tmp_path / name).read_text() for name in files} == files


def test_without_a_sandbox_nothing_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nbjudge.cli import main  # noqa: PLC0415 - as nbjudge does
    from nbjudge.sandbox import requirements  # noqa: PLC0415 - likewise

    put_source(tmp_path, "ps1")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(requirements, "available", lambda: [requirements.Problem("an old kernel", "update it")])
    assert main(["init"]) == 1
    assert not (tmp_path / "nbgrader_config.py").exists()
