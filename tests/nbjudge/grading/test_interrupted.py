"""Killed at any instant and run again, grading ends as if it had never been killed."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from demo.course import Course
from nbjudge.grading import grader
from nbjudge.processes.pool import announced
from tests.support.course import filled_in, submit
from tests.support.recorded import graded, rows
from tests.support.running import RAISING, RIGHT, SLEEPING, copied, gone, run, start, start_warm, wait_until

ROUNDS, KILLS = 10, 3  # kills in each round, one after another: thirty
STUDENTS = 15
#: Between which steps the writer may be cut off: before the one or after the other.
SEAMS = (
    ("record_all", False),
    ("record_all", True),
    ("empty_folder", True),
    ("write_kit", True),
    ("write_notebook", True),
)


@dataclass(frozen=True)
class State:
    """All that grading leaves behind: gradebook, autograded/ and what is exported."""

    rows: dict[str, list[tuple[Any, ...]]]
    graded: dict[str, str]
    exported: list[str]


def _state(course: Course) -> State:
    table = course.root / "table.csv"
    ended = run(course, "export", f"--to={table}")
    assert ended.code == 0, ended.err
    # its lines stand in the order in which submissions were first recorded, which is any order with several workers
    return State(rows(course), graded(course), sorted(table.read_text().splitlines()))


def _answer(number: int) -> Any:
    """Mostly what costs little: this is about the writer, and the judge has its own tests."""
    costly = {0: RIGHT, 5: {"relu": RAISING}, 10: {}}
    if number % STUDENTS in costly:
        return filled_in(costly[number % STUDENTS])
    return b"no notebook, number %d" % number


def _hand_in(course: Course, numbers: range, shift: int) -> None:
    for number in numbers:
        folder = submit(course, f"s{number:02}", _answer(number + shift))
        # so that each row of the gradebook has to change, whatever the answer
        (folder / "timestamp.txt").write_text(f"2026-11-{shift + 1:02} 12:00:00.000000 UTC")


def _enter_by_hand(course: Course) -> None:
    """What a person adds in formgrader: points, extra credit, comments, an extension."""
    from nbgrader.api import Gradebook  # noqa: PLC0415 - the import costs two seconds

    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        for number in range(0, STUDENTS // 2, 3):
            where = "activation", "activation", f"s{number:02}"
            grade = gradebook.find_grade("test_relu_forward", *where)
            grade.manual_score, grade.extra_credit = 1.25, 0.5
            gradebook.find_comment("gelu", *where).manual_comment = f"Well argued, {number}."
        gradebook.grant_extension("activation", "s05", hours=3)
        gradebook.db.commit()


def _by_hand(course: Course) -> list[tuple[Any, ...]]:
    """What was entered so, as it stands now."""
    with sqlite3.connect(course.root / "gradebook.db") as connection:
        grades = connection.execute("select id, manual_score, extra_credit from grade where manual_score is not null")
        comments = connection.execute("select id, manual_comment from comment where manual_comment is not null")
        found = sorted(grades.fetchall()) + sorted(comments.fetchall())
        found += connection.execute("select id, extension from submitted_assignment where extension is not null")
    connection.close()
    return found


def _check_in_between(course: Course, by_hand: list[tuple[Any, ...]]) -> None:
    """What must hold at every instant."""
    for path in course.root.glob("autograded/*/activation/*.ipynb"):
        json.loads(path.read_text())
    assert _by_hand(course) == by_hand
    with sqlite3.connect(course.root / "gradebook.db") as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        for table, columns in (
            ("grade", "cell_id, notebook_id"),
            ("submitted_assignment", "assignment_id, student_id"),
        ):
            assert not connection.execute(f"select 1 from {table} group by {columns} having count(*) > 1").fetchall()
    connection.close()


@pytest.fixture(scope="module")
def due(empty_course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A class of which half was graded before, with points by hand, and has handed in again; the others are new."""
    course = copied(empty_course, tmp_path_factory.mktemp("due"))
    _hand_in(course, range(STUDENTS // 2), 0)
    assert run(course, "autograde").code == 0
    _enter_by_hand(course)
    _hand_in(course, range(STUDENTS), 1)
    return course


def test_killed_at_thirty_instants_grading_ends_as_if_it_had_not_been(due: Course, tmp_path: Path) -> None:
    undisturbed = copied(due, tmp_path / "undisturbed")
    assert run(undisturbed, "autograde", "--jobs=2").code == 0
    expected, by_hand = _state(undisturbed), _by_hand(due)
    assert len(expected.graded) == STUDENTS * 7, "notebook, kit of four files, time and secret of each"
    chance = random.Random(4)
    for number in range(ROUNDS):
        course = copied(due, tmp_path / str(number))
        # by progress and a moment more: a clock alone would miss the work on a machine that is slower today
        instants = [(chance.randrange(STUDENTS // KILLS), chance.uniform(0, 0.05)) for _ in range(KILLS)]
        for progress, moment in instants:
            _grade_and_kill(course, progress, moment if progress else 10 * moment)
            _check_in_between(course, by_hand)
        assert run(course, "autograde", "--jobs=2").code == 0
        assert _state(course) == expected, f"killed so many submissions and seconds after it was started: {instants}"
        shutil.rmtree(course.root)


def _grade_and_kill(course: Course, progress: int, moment: float) -> None:
    """Kill grading a moment after so many submissions have been graded, or all that were left."""
    began = time.time_ns()
    running = start_warm(course, "autograde", "--jobs=2")
    process = psutil.Process(running.pid)
    assert wait_until(lambda: _graded_since(course, began) >= progress or gone([process]), 60)
    time.sleep(moment)
    running.kill()


@pytest.mark.parametrize("progress", [0, 1, STUDENTS // 2])
def test_killed_it_leaves_no_process_and_no_temporary_folder(due: Course, tmp_path: Path, progress: int) -> None:
    course = copied(due, tmp_path / "course")
    folder = course.root / "temporary"
    folder.mkdir()

    def plant() -> None:
        tempfile.tempdir = str(folder)

    began = time.time_ns()
    submit(course, "slow", filled_in({"relu": SLEEPING}))  # so that it is at work when it is looked at
    running = start(course, "autograde", "--jobs=2", before=plant)
    assert wait_until(lambda: len(running.family()) > 2 and _graded_since(course, began) >= progress, 60)
    family = running.family()
    running.kill()
    assert wait_until(lambda: gone(family), 10), f"processes stay after a kill at {progress}"
    # a folder that was just being made, for a zygote that had not begun, is nobody's to remove
    assert not progress or not os.listdir(folder)


def _graded_since(course: Course, began: int) -> int:
    paths = course.root.glob("autograded/*/activation/activation.ipynb")
    return sum(_changed(path) >= began for path in paths)


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:  # withdrawn just now
        return 0


@pytest.fixture(scope="module")
def few(due: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Five students, graded before and due again."""
    course = copied(due, tmp_path_factory.mktemp("few"))
    for folder in (course.root / "submitted").iterdir():
        if folder.name > "s04":
            folder.rename(course.root / folder.name)
    return course


@pytest.fixture(scope="module")
def few_done(few: Course, tmp_path_factory: pytest.TempPathFactory) -> State:
    """What comes of them undisturbed."""
    course = copied(few, tmp_path_factory.mktemp("few-done"))
    assert run(course, "autograde").code == 0
    return _state(course)


@pytest.mark.parametrize(("step", "after"), SEAMS)
def test_killed_between_any_two_steps_of_the_writer_grading_ends_as_if_it_had_not_been(
    few: Course, few_done: State, tmp_path: Path, step: str, after: bool
) -> None:
    course = copied(few, tmp_path / "course")

    def plant() -> None:
        vars(grader)[step] = _killing(vars(grader)[step], after)

    running = start_warm(course, "autograde", "--jobs=1", before=plant)
    assert running.wait().code == -signal.SIGKILL
    _check_in_between(course, _by_hand(few))
    assert run(course, "autograde").code == 0
    assert _state(course) == few_done


def test_killed_while_it_writes_several_together_grading_ends_likewise(
    few: Course, few_done: State, tmp_path: Path
) -> None:
    course = copied(few, tmp_path / "course")

    def together() -> None:
        work_through = vars(grader)["work_through"]
        vars(grader)["work_through"] = lambda *tasks, **options: announced(list(work_through(*tasks, **options)))

    def plant() -> None:
        together()
        vars(grader)["write_notebook"] = _killing(vars(grader)["write_notebook"], after=True)

    assert start_warm(course, "autograde", before=plant).wait().code == -signal.SIGKILL
    _check_in_between(course, _by_hand(few))
    assert start_warm(course, "autograde", before=together).wait().code == 0
    assert _state(course) == few_done


def test_what_a_killed_run_wrote_does_not_stay_when_the_former_file_is_handed_in_again(
    few: Course, tmp_path: Path
) -> None:
    course = copied(few, tmp_path / "course")
    submit(course, "s02", filled_in({"relu": RAISING}))  # whose record will be the third to be written
    assert run(course, "autograde").code == 0
    before = _state(course)
    handed_in = {path: path.read_bytes() for path in course.root.glob("submitted/*/activation/activation.ipynb")}
    for path in handed_in:
        path.write_bytes(b"no notebook any more")

    def plant() -> None:
        vars(grader)["record_all"] = _killing(vars(grader)["record_all"], after=True)

    assert start_warm(course, "autograde", "--jobs=1", before=plant).wait().code == -signal.SIGKILL
    for path, former in handed_in.items():
        path.write_bytes(former)
    assert run(course, "autograde").code == 0
    assert _state(course) == before


def _killing(step: Callable[..., Any], after: bool) -> Callable[..., Any]:
    """The step, but at its third call the process group is killed, before or after it."""
    calls = 0

    def killing(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        done = step(*arguments, **options) if after or calls != 3 else None
        if calls == 3:
            os.killpg(0, signal.SIGKILL)
        return done

    return killing


@pytest.mark.parametrize(
    "change",
    [
        "update grade set manual_score = 1.5 where manual_score = 1.25",
        "update grade set auto_score = 0.5 where id = (select id from grade where auto_score = 0.0 limit 1)",
        "update comment set manual_comment = null",
        "delete from submitted_assignment where student_id = 's06'",
        "insert into student (id) values ('s99')",
    ],
)
def test_a_difference_in_the_gradebook_would_be_noticed(due: Course, tmp_path: Path, change: str) -> None:
    course = copied(due, tmp_path / "course")
    with sqlite3.connect(course.root / "gradebook.db") as connection:
        connection.execute(change)
    connection.close()
    assert rows(course) != rows(due)
