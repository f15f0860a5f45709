"""Killed between any two steps of the writer and run again, grading ends as if it had never been killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from demo.course import Course
from nbjudge.grading import grader
from nbjudge.processes.pool import announced
from tests.support.course import filled_in, submit
from tests.support.interrupting import State, check_in_between, due_again, entered_by_hand, state_of
from tests.support.running import RAISING, copied, run, start_warm

#: Between which steps the writer may be cut off: before the one or after the other.
SEAMS = (
    ("record_all", False),
    ("record_all", True),
    ("empty_folder", True),
    ("write_kit", True),
    ("write_notebook", True),
)


@pytest.fixture(scope="module")
def few(empty_course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Five students, graded before and due again."""
    course = due_again(empty_course, tmp_path_factory.mktemp("few"))
    for folder in (course.root / "submitted").iterdir():
        if folder.name > "s04":
            folder.rename(course.root / folder.name)
    return course


@pytest.fixture(scope="module")
def few_done(few: Course, tmp_path_factory: pytest.TempPathFactory) -> State:
    """What comes of them undisturbed."""
    course = copied(few, tmp_path_factory.mktemp("few-done"))
    assert run(course, "autograde").code == 0
    return state_of(course)


@pytest.mark.parametrize(("step", "after"), SEAMS)
def test_killed_between_any_two_steps_of_the_writer_grading_ends_as_if_it_had_not_been(
    few: Course, few_done: State, tmp_path: Path, step: str, after: bool
) -> None:
    course = copied(few, tmp_path / "course")

    def plant() -> None:
        vars(grader)[step] = _killing(vars(grader)[step], after)

    running = start_warm(course, "autograde", "--jobs=1", before=plant)
    assert running.wait().code == -signal.SIGKILL
    check_in_between(course, entered_by_hand(few))
    assert run(course, "autograde").code == 0
    assert state_of(course) == few_done


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
    check_in_between(course, entered_by_hand(few))
    assert start_warm(course, "autograde", before=together).wait().code == 0
    assert state_of(course) == few_done


def test_what_a_killed_run_wrote_does_not_stay_when_the_former_file_is_handed_in_again(
    few: Course, tmp_path: Path
) -> None:
    course = copied(few, tmp_path / "course")
    submit(course, "s02", filled_in({"relu": RAISING}))  # whose record will be the third to be written
    assert run(course, "autograde").code == 0
    before = state_of(course)
    handed_in = {path: path.read_bytes() for path in course.root.glob("submitted/*/activation/activation.ipynb")}
    for path in handed_in:
        path.write_bytes(b"no notebook any more")

    def plant() -> None:
        vars(grader)["record_all"] = _killing(vars(grader)["record_all"], after=True)

    assert start_warm(course, "autograde", "--jobs=1", before=plant).wait().code == -signal.SIGKILL
    for path, former in handed_in.items():
        path.write_bytes(former)
    assert run(course, "autograde").code == 0
    assert state_of(course) == before


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
