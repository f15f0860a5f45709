"""A gradebook that cannot be used now is waited for, or told in one clear message; once it can, grading goes on."""

from __future__ import annotations

import importlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from demo.course import Course
from nbjudge.course.errors import locked as is_locked
from nbjudge.gradebook import opening
from nbjudge.sandbox import lockdown
from tests.support.classes import graded_class
from tests.support.course import filled_in, scores, submit
from tests.support.forking import Running
from tests.support.recorded import rows
from tests.support.running import RIGHT, copied, run, start, start_warm, wait_until
from tests.support.trouble import goes_on, lock_holder, locked, refused

LONG = 8.0  # seconds, longer than SQLite or anything else waits by itself


def hand_in_two(course: Course) -> None:
    """An answer, and no notebook."""
    submit(course, "ada", filled_in({"relu": RIGHT["relu"]}))
    submit(course, "cyd", b"no notebook")


@pytest.fixture
def course(empty_course: Course, tmp_path: Path) -> Course:
    """A course with two students, for one test."""
    course = copied(empty_course, tmp_path / "course")
    hand_in_two(course)
    return course


@pytest.fixture(scope="module")
def undisturbed() -> Course:
    """What comes of them where nothing goes wrong."""
    return graded_class(hand_in_two)


@pytest.fixture(scope="module", autouse=True)
def long_locked(
    empty_course: Course, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Course, Running, float]]:
    """A course that is being graded while its gradebook is locked for LONG, and since when; other tests go on."""
    course = copied(empty_course, tmp_path_factory.mktemp("long") / "course")
    hand_in_two(course)
    submit(course, "ada", filled_in({"relu": RIGHT["relu"] + "import time; time.sleep(1)\n"}))
    running = start(course, "autograde", "--jobs=1")
    assert wait_until(lambda: running.family()[2:])
    begun = time.time()
    with lock_holder(course.root / "gradebook.db", LONG):
        yield course, running, begun
    with suppress(ChildProcessError):  # if nobody has waited for it
        running.wait()


def test_a_readonly_gradebook_is_told_and_once_it_is_not_grading_goes_on(course: Course, undisturbed: Course) -> None:
    (course.root / "gradebook.db").chmod(0o444)
    refused(run(course, "autograde", before=lockdown.drop_privileges), "the gradebook may not be written", "run again")
    assert not (course.root / "autograded").exists(), "told before any work is done"
    (course.root / "gradebook.db").chmod(0o644)
    goes_on(course, undisturbed)


def hurry() -> None:
    """In a command: it asks for a locked gradebook again after a quarter of a second, not after one."""
    vars(opening)["_WAIT"] = 0.25


def test_a_lock_on_the_gradebook_is_waited_out(course: Course, undisturbed: Course, tmp_path: Path) -> None:
    waited = tmp_path / "waited"

    def plant() -> None:
        hurry()

        def told(error: DBAPIError) -> bool:
            waited.touch()
            return is_locked(error)

        vars(opening)["locked"] = told

    with locked(course):
        running = start_warm(course, "autograde", before=plant)
        assert wait_until(waited.exists)
    assert running.wait().code == 0
    assert rows(course) == rows(undisturbed)


@pytest.mark.parametrize(
    ("module", "verb"),
    [
        ("grading.changes", "autograde"),
        ("grading.grader", "autograde"),
        ("commands.export", "export"),
        ("feedback.pages", "feedback"),
    ],
)
def test_a_lock_right_after_the_gradebook_was_opened_is_waited_out(
    course: Course, undisturbed: Course, tmp_path: Path, module: str, verb: str
) -> None:
    if verb != "autograde":
        course = copied(undisturbed, tmp_path / "graded")

    def plant() -> None:
        hurry()
        place = importlib.import_module(f"nbjudge.{module}")
        opened = place.open_gradebook

        @contextmanager
        def locked_then(*arguments: Any, **keywords: Any) -> Iterator[Any]:
            with opened(*arguments, **keywords) as gradebook, lock_holder(course.root / "gradebook.db", seconds=1):
                yield gradebook

        place.open_gradebook = locked_then  # type: ignore[attr-defined]  # a planted fault

    ended = start_warm(course, verb, before=plant).wait()
    assert ended.code == 0, ended.err
    assert ended.seconds > 1, "the lock was held in vain"
    assert rows(course) == rows(undisturbed)


def test_a_gradebook_that_stays_locked_is_told_and_once_it_is_not_grading_goes_on(
    course: Course, undisturbed: Course
) -> None:
    def impatient() -> None:
        hurry()
        (opening.patiently.__kwdefaults__ or {})["patience"] = 0.5

    with locked(course):
        refused(start_warm(course, "autograde", before=impatient).wait(), "locked by another process", "run again")
    goes_on(course, undisturbed)


def test_a_damaged_gradebook_is_told(course: Course) -> None:
    (course.root / "gradebook.db").write_bytes(b"no database at all" * 1000)
    refused(run(course, "autograde"), "the gradebook is damaged")


def test_an_older_gradebook_is_told_and_after_nbgraders_upgrade_grading_goes_on(
    course: Course, undisturbed: Course
) -> None:
    path = course.root / "gradebook.db"
    with sqlite3.connect(path) as connection:  # as it was before nbgrader 0.7
        connection.execute("alter table student drop column lms_user_id")
        connection.execute("update alembic_version set version_num = '167914646830'")
    connection.close()
    before = path.read_bytes()
    refused(run(course, "autograde"), "older nbgrader", "student.lms_user_id", "nbgrader db upgrade")
    assert path.read_bytes() == before
    course.run("db", "upgrade")
    assert run(course, "autograde").code == 0
    assert scores(course.root) == scores(undisturbed.root)


def test_a_long_lock_in_the_middle_of_grading_is_waited_out(
    long_locked: tuple[Course, Running, float], undisturbed: Course
) -> None:
    course, running, begun = long_locked
    assert running.wait().code == 0
    written = [path.stat().st_mtime for path in course.root.glob("autograded/*/activation/activation.ipynb")]
    assert len(written) == 2
    assert min(written) > begun + LONG
    submit(course, "ada", filled_in({"relu": RIGHT["relu"]}))
    goes_on(course, undisturbed)
