"""`nbjudge autograde` on whole classes: in parallel, what is up to date, and the same by whichever way it is graded."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from demo.course import Course
from nbjudge import pool, zygote
from nbjudge import terms as terms_module
from nbjudge.assignment import read_assignment
from nbjudge.fingerprint import fingerprint, mark_of
from nbjudge.limits import Limits
from nbjudge.submission import read_submission, read_timestamp
from nbjudge.terms import Terms, judge_digest
from nbjudge.writer import notebook_text
from tests.course import filled_in, scores, submit
from tests.inprocess import ROOT
from tests.running import (
    RAISING,
    RIGHT,
    Running,
    copied,
    graded,
    notebook,
    released,
    rows,
    run,
    start,
)


def _class(course: Course) -> None:
    """A small class of all kinds."""
    submit(course, "ada", filled_in(RIGHT))
    submit(course, "bob", filled_in({**RIGHT, "gelu": RAISING}))
    submit(course, "cyd", filled_in({"relu": RIGHT["relu"] + "\nimport warnings\nwarnings.warn('careful')\n"}))
    submit(course, "dan", filled_in({}))
    submit(course, "eve", b"this is no notebook")
    submit(course, "fay", filled_in({"sigmoid": RIGHT["sigmoid"].replace("1 -", "2 -")}))
    (submit(course, "gus", b"") / "activation.ipynb").unlink()


STUDENTS = ["ada", "bob", "cyd", "dan", "eve", "fay", "gus"]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course without submissions."""
    return released(tmp_path_factory.mktemp("empty"))


@pytest.fixture(scope="module")
def taught(empty: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course whose class is graded, not to be changed."""
    course = copied(empty, tmp_path_factory.mktemp("taught"))
    _class(course)
    assert run(course, "autograde", "--jobs=1").code == 0
    return course


@pytest.fixture
def course(empty: Course, tmp_path: Path) -> Course:
    """A course without submissions, for one test."""
    return copied(empty, tmp_path / "course")


@pytest.fixture
def again(taught: Course, tmp_path: Path) -> Course:
    """A copy of the graded course, for one test."""
    return copied(taught, tmp_path / "course")


def _regraded(course: Course, *arguments: str) -> set[str]:
    """Whom the command grades."""
    ended = run(course, "autograde", "--json", *arguments)
    assert ended.code == 0, ended.err
    return {told["student"] for told in ended.document["students"] if not told["up_to_date"]}


# ---------------------------------------------------------------- the same whoever grades


@pytest.mark.parametrize("jobs", [2, 3])
def test_parallel_runs_give_byte_for_byte_what_a_serial_run_gives(taught: Course, again: Course, jobs: int) -> None:
    assert _regraded(again, f"--jobs={jobs}", "--force") == set(STUDENTS)
    assert graded(again) == graded(taught)
    assert rows(again) == rows(taught)


def test_the_stock_command_gives_byte_for_byte_what_the_judges_own_gives(taught: Course, again: Course) -> None:
    again.run("autograde", "activation", "--force")
    assert graded(again) == graded(taught)
    assert rows(again) == rows(taught)


def test_a_process_with_threads_grades_without_forking_and_gives_the_same(taught: Course, again: Course) -> None:
    def like_formgrader() -> None:
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
        pool._Pool._fork = _forbidden  # type: ignore[method-assign]  # a planted fault

    ended = run(again, "autograde", "--force", before=like_formgrader)
    assert ended.code == 0, ended.err
    assert graded(again) == graded(taught)


def _forbidden(*_: Any, **__: Any) -> Any:
    raise AssertionError("this should not have been called")


def _no_process() -> None:
    zygote.Zygote.__init__ = _forbidden  # type: ignore[method-assign]  # a planted fault
    pool._Pool._fork = _forbidden  # type: ignore[method-assign]  # likewise


def test_by_default_there_is_a_worker_for_each_core(course: Course) -> None:
    for number in range(6):
        submit(course, f"s{number}", filled_in({"relu": "import time; time.sleep(1)"}))
    assert _most_workers(start(course, "autograde")) == min(len(os.sched_getaffinity(0)), 6)


def test_the_configuration_says_how_many_workers_and_the_option_has_the_last_word(course: Course) -> None:
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.NbJudge.jobs = 3\n")
    for number in range(6):
        submit(course, f"s{number}", filled_in({"relu": "import time; time.sleep(1)"}))
    assert _most_workers(start(course, "autograde")) == 3
    assert _most_workers(start(course, "autograde", "--jobs=2")) == 2


def _most_workers(running: Running) -> int:
    """How many workers the command has once that number stays the same; it is killed then."""
    found, since = 0, time.monotonic()
    while not found or time.monotonic() - since < 0.4:
        now = len(_workers(running))
        if now != found:
            found, since = now, time.monotonic()
    running.kill()
    return found


def _workers(running: Running) -> list[psutil.Process]:
    """The command's forks: unlike zygotes, in its own session."""
    return [one for one in running.family()[1:] if one.is_running() and _session(one) == running.pid]


def _session(process: psutil.Process) -> int:
    try:
        return os.getsid(process.pid)
    except ProcessLookupError:
        return -1


# ---------------------------------------------------------------- what is up to date


def test_nothing_changed_means_that_no_process_starts_and_no_file_is_written(again: Course) -> None:
    before = {path: path.stat().st_mtime_ns for path in again.root.glob("autograded/**/*")}
    ended = run(again, "autograde", "--json", before=_no_process)
    assert ended.code == 0, ended.err
    assert (ended.document["graded"], ended.document["up_to_date"]) == (0, len(STUDENTS))
    assert {path: path.stat().st_mtime_ns for path in again.root.glob("autograded/**/*")} == before


def test_the_ban_on_processes_is_noticed_where_one_is_needed(again: Course) -> None:
    assert "should not have been called" in run(again, "autograde", "--force", before=_no_process).err


def test_one_resubmission_regrades_one(again: Course) -> None:
    submit(again, "bob", filled_in(RIGHT))
    assert _regraded(again) == {"bob"}
    assert sum(score or 0 for score in scores(again.root)["bob"].values()) == 20
    assert _regraded(again) == set()


def test_a_resubmission_of_the_same_notebook_at_another_time_regrades_one(again: Course) -> None:
    (again.root / "submitted/dan/activation/timestamp.txt").write_text("2026-11-02 12:00:00.000000 UTC")
    assert _regraded(again) == {"dan"}


def test_one_changed_test_cell_regrades_all(again: Course) -> None:
    path = again.root / "source/activation/activation.ipynb"
    source = json.loads(path.read_text())
    for cell in source["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "test_relu_forward":
            cell["source"] = ["# asked more kindly\n", *cell["source"]]
    path.write_text(json.dumps(source))
    assert _regraded(again) == set(STUDENTS)


def test_a_changed_limit_regrades_all(again: Course) -> None:
    with (again.root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.NbJudge.test_seconds = 6.0\n")
    assert _regraded(again) == set(STUDENTS)


def test_force_regrades_all_that_are_asked_for(again: Course) -> None:
    assert _regraded(again, "--force", "--student=a*,dan") == {"ada", "dan"}


def test_a_graded_notebook_that_is_gone_or_cut_is_made_again(again: Course) -> None:
    (again.root / "autograded/ada/activation/activation.ipynb").unlink()
    cut = again.root / "autograded/bob/activation/activation.ipynb"
    whole = cut.read_bytes()
    cut.chmod(0o644)
    cut.write_bytes(whole[:-10])
    assert _regraded(again) == {"ada", "bob"}
    assert mark_of(cut)


def test_a_row_that_is_gone_from_the_gradebook_is_made_again(taught: Course, again: Course) -> None:
    with sqlite3.connect(again.root / "gradebook.db") as connection:
        (found,) = connection.execute("select id from submitted_assignment where student_id = 'fay'").fetchone()
        connection.execute("delete from submitted_assignment where id = ?", (found,))
    connection.close()
    assert _regraded(again) == {"fay"}
    assert scores(again.root)["fay"] == scores(taught.root)["fay"]


def test_a_changed_judge_regrades_all(again: Course, tmp_path: Path) -> None:
    code = shutil.copytree(ROOT / "nbjudge", tmp_path / "nbjudge", ignore=shutil.ignore_patterns("__pycache__"))

    def moved() -> None:
        judge_digest.cache_clear()
        vars(terms_module)["__file__"] = str(code / "terms.py")

    assert _graded_by(again, moved) == 0, "a copy of the judge is the same judge"
    with (code / "candidate.py").open("a") as file:
        file.write("# mended\n")
    assert _graded_by(again, moved) == len(STUDENTS)


def _graded_by(course: Course, before: Callable[[], None]) -> Any:
    return run(course, "autograde", "--json", before=before).document["graded"]


MARK = f'"fingerprint": "{"0" * 64}"'


@pytest.fixture(scope="module")
def terms() -> Terms:
    assignment = read_assignment(ROOT / "source/activation", "activation", "activation")
    return Terms("activation", (assignment,), Limits(), sandboxed=True)


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
    assert _regraded(course) == {"mallory"}
    assert _regraded(course) == set()
    submit(course, "mallory", filled_in({"relu": f"print('''{MARK}''', 2)"}))
    assert _regraded(course) == {"mallory"}


def test_a_thousand_that_are_up_to_date_take_less_than_a_second(taught: Course, again: Course, terms: Terms) -> None:
    _thousand(taught, again, terms)
    few, many = (run(again, "autograde", "--json", f"--student={who}") for who in ("ada", "*"))
    assert many.document["up_to_date"] == 1000 + len(STUDENTS)
    assert (few.code, many.code) == (0, 0)
    assert many.seconds - few.seconds < 1


def _thousand(taught: Course, course: Course, terms: Terms) -> None:
    """Add a thousand students, each with the same notebook, graded as if by the judge."""
    (assignment,) = terms.notebooks
    graded_folder, submitted_folder = (taught.root / top / "dan/activation" for top in ("autograded", "submitted"))
    read, text = read_submission(submitted_folder, "activation.ipynb", terms.limits), notebook(taught, "dan")
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
