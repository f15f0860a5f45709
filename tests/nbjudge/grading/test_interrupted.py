"""Killed at any instant and run again, grading ends as if it had never been killed."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from demo.course import Course
from tests.support.course import filled_in, submit
from tests.support.interrupting import STUDENTS, check_in_between, due_again, entered_by_hand, state_of
from tests.support.recorded import rows
from tests.support.running import SLEEPING, copied, gone, run, start, start_warm, wait_until

ROUNDS, KILLS = 10, 3  # kills in each round, one after another: thirty


@pytest.fixture(scope="module")
def due(empty_course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """See `due_again`."""
    return due_again(empty_course, tmp_path_factory.mktemp("due"))


def test_killed_at_thirty_instants_grading_ends_as_if_it_had_not_been(due: Course, tmp_path: Path) -> None:
    undisturbed = copied(due, tmp_path / "undisturbed")
    assert run(undisturbed, "autograde", "--jobs=2").code == 0
    expected, by_hand = state_of(undisturbed), entered_by_hand(due)
    assert len(expected.graded) == STUDENTS * 7, "notebook, kit of four files, time and secret of each"
    chance = random.Random(4)
    for number in range(ROUNDS):
        course = copied(due, tmp_path / str(number))
        # by progress and a moment more: a clock alone would miss the work on a machine that is slower today
        instants = [(chance.randrange(STUDENTS // KILLS), chance.uniform(0, 0.05)) for _ in range(KILLS)]
        for progress, moment in instants:
            _grade_and_kill(course, progress, moment if progress else 10 * moment)
            check_in_between(course, by_hand)
        assert run(course, "autograde", "--jobs=2").code == 0
        assert state_of(course) == expected, f"killed so many submissions and seconds after it was started: {instants}"
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
