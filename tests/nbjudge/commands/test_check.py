"""`nbjudge check`: what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from demo.course import Course
from tests.support.adopting import nbjudge, put_source
from tests.support.running import run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    return tmp_path


def test_all_assignments_are_checked_before_any_is_released_and_a_good_one_ends_with_0(folder: Path) -> None:
    put_source(folder, "ps1")
    put_source(folder, "ps2")
    done = nbjudge(folder, "check")
    assert done.returncode == 0, done.stderr
    assert "ps1: nothing is wrong (1 of 1 grade cells apart" in done.stdout
    assert "ps2: nothing is wrong" in done.stdout
    assert not (folder / "gradebook.db").exists()


def test_what_is_wrong_is_told_with_what_to_do_and_ends_with_1(folder: Path) -> None:
    put_source(folder, "free", tests="x = 1")
    put_source(folder, "fails", tests="assert twice(3) == 7")
    (folder / "source" / "broken").mkdir()
    (folder / "source" / "broken" / "broken.ipynb").write_text("{}")
    done = nbjudge(folder, "check")
    assert done.returncode == 1, done.stderr
    assert "✗ free test_answer: the untouched release earns 1 of 1: ask something" in done.stdout
    assert "it has nothing that could fail" in done.stdout
    assert "✗ fails test_answer: the instructor's own solution does not pass it (wrong answer" in done.stdout
    assert "broken cannot be graded by:" in done.stdout
    assert "Traceback" not in done.stderr


def test_json_has_each_cell_and_each_fault(folder: Path) -> None:
    seeding = "import random\nrandom.seed(1)\nassert twice(random.random()) < 2"
    put_source(folder, "ps1", tests=seeding)
    put_source(folder, "ps2")
    done = nbjudge(folder, "check", "ps1", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["schema"] == 1
    (one,) = told["assignments"]
    (cell,) = one["cells"]
    assert (cell["notebook"], cell["cell"], cell["points"]) == ("ps1", "test_answer", 1)
    assert (cell["where"], cell["solution"], cell["release"]) == ("beside", 1, 0)
    assert "it sets the seed" in cell["why"]
    assert one["faults"] == []


def test_a_cell_that_may_not_be_judged_beside_is_wrong(folder: Path) -> None:
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.NbJudge.beside = 'refuse'\n")
    put_source(folder, "ps1", tests="import random\nrandom.seed(1)\nassert twice(random.random()) < 2")
    done = nbjudge(folder, "check", "ps1")
    assert done.returncode == 1, done.stderr
    assert "it is not judged, as c.NbJudge.beside is 'refuse'" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["check"], "no assignment in source/: expected NAME/NAME.ipynb"), (["check", "ps9"], "no notebook in")],
)
def test_what_is_not_there_is_told(folder: Path, arguments: list[str], said: str) -> None:
    done = nbjudge(folder, *arguments)
    assert done.returncode == 1
    assert said in done.stderr + done.stdout


def test_this_repositorys_course_has_nothing_wrong_and_its_trial_is_grading_s(course: Course) -> None:
    done = run(course, "check", "--json")
    assert done.code == 0, done.out
    (one,) = done.document["assignments"]
    assert {cell["where"] for cell in one["cells"]} == {"apart"}
    kept = course.root / ".nbjudge/activation/activation.json"
    before = kept.stat().st_mtime_ns
    (course.root / "submitted/ada/activation").mkdir(parents=True)
    assert run(course, "autograde", "activation").code == 0
    assert kept.stat().st_mtime_ns == before, "it is not tried out again"
