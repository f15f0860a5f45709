"""What is up to date: whatever decides over a grade regrades whom it concerns, and nothing else regrades anybody."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from traitlets.config.loader import PyFileConfigLoader

from demo.course import Course
from nbjudge import digest
from nbjudge.course.settings import NbJudge
from nbjudge.grading.autograded import notebook_text
from nbjudge.grading.fingerprint import fingerprint, mark_of
from nbjudge.grading.stands_file import trial_of
from nbjudge.grading.terms import Terms
from nbjudge.notebooks.assignment import read_assignment
from nbjudge.notebooks.submitted.submission import read_submission, read_timestamp
from nbjudge.processes import pool, zygote
from nbjudge.processes.warm_set import WarmSet
from tests.support.classes import ALL_KINDS
from tests.support.course import filled_in, scores, submit
from tests.support.inprocess import ROOT
from tests.support.mini import DOUBLE, MiniCourse
from tests.support.rebuilding import new_cell
from tests.support.recorded import read_notebook
from tests.support.running import RIGHT, forbidden, regraded, run, start_warm


def _no_process() -> None:
    zygote.Zygote.__init__ = forbidden  # type: ignore[method-assign]  # a planted fault
    pool._Pool._fork = forbidden  # type: ignore[method-assign]  # likewise


def test_nothing_changed_means_that_no_process_starts_and_no_file_is_written(again: Course) -> None:
    before = {path: path.stat().st_mtime_ns for path in again.root.glob("autograded/**/*")}
    ended = run(again, "autograde", "--json", before=_no_process)
    assert ended.code == 0, ended.err
    assert (ended.document["graded"], ended.document["up_to_date"]) == (0, len(ALL_KINDS))
    assert {path: path.stat().st_mtime_ns for path in again.root.glob("autograded/**/*")} == before


def test_the_ban_on_processes_is_noticed_where_one_is_needed(again: Course) -> None:
    assert "should not have been called" in run(again, "autograde", "--force", before=_no_process).err


def test_one_resubmission_regrades_one(again: Course) -> None:
    submit(again, "bob", filled_in(RIGHT))
    assert regraded(again) == {"bob"}
    assert sum(score or 0 for score in scores(again.root)["bob"].values()) == 20
    assert regraded(again) == set()


def test_a_resubmission_of_the_same_notebook_at_another_time_regrades_one(again: Course) -> None:
    (again.root / "submitted/dan/activation/timestamp.txt").write_text("2026-11-02 12:00:00.000000 UTC")
    assert regraded(again) == {"dan"}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of three on a small assignment, to be tried out anew in little time."""
    course = MiniCourse(tmp_path_factory.mktemp("small") / "course")
    course.succeed("nbgrader generate_assignment ps")
    course.submit("ada", double="def double(x):\n    return x + x\n")
    course.submit("bob")
    (course.submit("cyd") / "ps.ipynb").write_text("no notebook")
    assert course.grade()["graded"] == 3
    return course.root


@pytest.fixture
def small(graded: Path, tmp_path: Path) -> MiniCourse:
    """A copy of it, for one test."""
    shutil.copytree(graded, tmp_path / "small")
    course = MiniCourse(tmp_path / "small")
    assert course.grade()["up_to_date"] == 3
    return course


def test_one_changed_test_cell_regrades_all(small: MiniCourse) -> None:
    flags: dict[str, Any] = {"grade_id": "test_double", "grade": True, "locked": True, "points": 4}
    small.write_source(*DOUBLE[:2], new_cell("# asked more kindly\n" + DOUBLE[2]["source"], "test_double", **flags))
    assert small.grade()["graded"] == 3


def test_a_changed_limit_regrades_all(small: MiniCourse) -> None:
    with (small.root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.NbJudge.test_seconds = 6.0\n")
    assert small.grade()["graded"] == 3


def test_force_regrades_all_that_are_asked_for(again: Course) -> None:
    assert regraded(again, "--force", "--student=a*,dan") == {"ada", "dan"}


def test_a_graded_notebook_that_is_gone_or_cut_is_made_again(again: Course) -> None:
    (again.root / "autograded/ada/activation/activation.ipynb").unlink()
    cut = again.root / "autograded/bob/activation/activation.ipynb"
    whole = cut.read_bytes()
    cut.chmod(0o644)
    cut.write_bytes(whole[:-10])
    assert regraded(again) == {"ada", "bob"}
    assert mark_of(cut)


def test_a_row_that_is_gone_from_the_gradebook_is_made_again(taught: Course, again: Course) -> None:
    with sqlite3.connect(again.root / "gradebook.db") as connection:
        (found,) = connection.execute("select id from submitted_assignment where student_id = 'fay'").fetchone()
        connection.execute("delete from submitted_assignment where id = ?", (found,))
    connection.close()
    assert regraded(again) == {"fay"}
    assert scores(again.root)["fay"] == scores(taught.root)["fay"]


def test_a_changed_judge_regrades_all(again: Course, tmp_path: Path) -> None:
    code = shutil.copytree(ROOT / "nbjudge", tmp_path / "nbjudge", ignore=shutil.ignore_patterns("__pycache__"))

    def moved() -> None:
        digest.judge_digest.cache_clear()
        vars(digest)["__file__"] = str(code / "digest.py")

    assert _graded_by(again, moved) == 0, "a copy of the judge is the same judge"
    with (code / "candidate" / "agent.py").open("a") as file:
        file.write("# mended\n")
    assert _graded_by(again, moved) == len(ALL_KINDS)


def _graded_by(course: Course, before: Callable[[], None]) -> Any:
    return start_warm(course, "autograde", "--json", before=before).wait().document["graded"]


MARK = f'"fingerprint": "{"0" * 64}"'


@pytest.fixture(scope="module")
def terms(taught: Course) -> Terms:
    """By what the class was graded."""
    folder = taught.root / "source/activation"
    assignment = read_assignment(folder, "activation", "activation", root=taught.root)
    config = PyFileConfigLoader("nbgrader_config.py", path=str(taught.root)).load_config()
    terms = Terms("activation", (assignment,), NbJudge(config=config).limits, sandboxed=True)
    with WarmSet() as warm:  # grading has kept the trial, so nothing is started
        return terms.tried({"activation": trial_of(assignment, terms.limits, taught.root, warm)})


@pytest.mark.parametrize(
    "text", [MARK, json.dumps(MARK), f"}}, {MARK}\n}}\n", f"\\{MARK}", f'", {MARK}, "', f"\\\\{MARK}"]
)
def test_a_students_text_is_never_taken_for_a_fingerprint(tmp_path: Path, text: str) -> None:
    path = tmp_path / "graded.ipynb"
    cells = [{"source": text, "outputs": [{"data": {"text/plain": text}, "name": text}]}]
    unmarked = {"cells": cells, "metadata": {"nbjudge": {"notes": [text], "reason": text, "schema": 1}}, "nbformat": 4}
    path.write_text(notebook_text(unmarked))
    assert mark_of(path) is None
    unmarked["metadata"]["nbjudge"]["fingerprint"] = "1" * 64  # type: ignore[index]  # a dict of dicts
    path.write_text(notebook_text(unmarked))
    assert mark_of(path) == "1" * 64


def test_a_student_who_writes_a_fingerprint_is_graded_all_the_same(course: Course) -> None:
    submit(course, "mallory", filled_in({"relu": f"print('''{MARK}''')\nx = {{{MARK}}}\nx"}))
    assert regraded(course) == {"mallory"}
    assert regraded(course) == set()
    submit(course, "mallory", filled_in({"relu": f"print('''{MARK}''', 2)"}))
    assert regraded(course) == {"mallory"}


def test_a_thousand_that_are_up_to_date_take_less_than_a_second(taught: Course, again: Course, terms: Terms) -> None:
    _thousand(taught, again, terms)
    few, many = (run(again, "autograde", "--json", f"--student={who}") for who in ("ada", "*"))
    assert many.document["up_to_date"] == 1000 + len(ALL_KINDS)
    assert (few.code, many.code) == (0, 0)
    # beside other tests a second of work takes longer; and nothing here waits for anything
    assert many.cpu_seconds - few.cpu_seconds < 1
    assert many.seconds - few.seconds < 5


def _thousand(taught: Course, course: Course, terms: Terms) -> None:
    """Add a thousand students, each with the same notebook, graded as if by the judge."""
    (assignment,) = terms.notebooks
    graded_folder, submitted_folder = (taught.root / top / "dan/activation" for top in ("autograded", "submitted"))
    read, text = read_submission(submitted_folder, "activation.ipynb", terms.limits), read_notebook(taught, "dan")
    names = [f"student{number:04}" for number in range(1000)]
    for name in names:
        for folder, top in ((submitted_folder, "submitted"), (graded_folder, "autograded")):
            target = course.root / top / name / "activation"
            target.mkdir(parents=True)
            for file in folder.iterdir():
                (target / file.name).write_bytes(file.read_bytes())
        text["metadata"]["nbjudge"]["fingerprint"] = fingerprint(terms, assignment, read, name, _time(taught))
        path = course.root / "autograded" / name / "activation/activation.ipynb"
        path.write_text(notebook_text(text))
    with sqlite3.connect(course.root / "gradebook.db") as connection:
        (found,) = connection.execute("select id from assignment").fetchone()
        connection.executemany("insert into student (id) values (?)", [(name,) for name in names])
        connection.executemany(
            "insert into submitted_assignment (id, assignment_id, student_id) values (?, ?, ?)",
            [(f"{number:032}", found, name) for number, name in enumerate(names)],
        )
    connection.close()


def _time(course: Course) -> Any:
    return read_timestamp(course.root / "submitted/dan/activation")[0]
