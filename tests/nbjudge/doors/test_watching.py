"""What comes to the exchange is graded and handed back as it comes, whatever stands in the way meanwhile."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest

from nbjudge.doors import copying
from nbjudge.doors import watching as engine
from nbjudge.doors.inbox import Inbox
from nbjudge.doors.ledger import Ledger
from nbjudge.gradebook import opening
from tests.support.mini import MiniCourse
from tests.support.one_file import HALF, RIGHT
from tests.support.watched import (
    graded,
    hand_in,
    released,
    somebody_grades,
    told,
    tries_of,
    watching,
)

# nbgrader leaves a file open when it releases a page
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore:Exception ignored in. <_io.FileIO:pytest.PytestUnraisableExceptionWarning"
)

DAY = 86400


def test_what_comes_is_collected_graded_and_handed_back(course: MiniCourse) -> None:
    with watching(course) as (watch, _):
        assert told(watch) == []
        hand_in(course, "ada", RIGHT)
        hand_in(course, "bob", HALF)
        found = graded(watch)
        assert {name: event.scores.points for name, event in found.items() if event.scores} == {"ada": 4, "bob": 2}
        assert {event.page for event in found.values()} == {"released"}
        assert len(released(course)) == 2
        assert told(watch) == [], "and then there is nothing to do"
        hand_in(course, "bob", RIGHT, minutes=5)
        assert graded(watch).keys() == {"bob"}
        assert len(released(course)) == 3, "each submission has a page of its own"
    assert tries_of(course) == {"ada": 1, "bob": 2}
    with watching(course) as (again, _):
        assert told(again) == [], "a fresh start grades nothing again"
        shutil.copytree(course.root / "submitted" / "ada", course.root / "submitted" / "eve")
        assert told(again) == [], "nor what came another way"


def test_a_fresh_start_goes_on_where_another_was_stopped(course: MiniCourse) -> None:
    hand_in(course, "ada", RIGHT)
    stopped = mock.patch.object(engine.Watch, "_work", side_effect=KeyboardInterrupt)
    with watching(course) as (watch, _), stopped, pytest.raises(KeyboardInterrupt):
        list(watch.round())
    assert (course.root / "submitted" / "ada" / "ps" / "ps.ipynb").exists(), "it was collected"
    stopped = mock.patch.object(Inbox, "hand_back", side_effect=KeyboardInterrupt)
    with watching(course) as (watch, _), stopped, pytest.raises(KeyboardInterrupt):
        list(watch.round())
    assert not released(course)
    with watching(course) as (watch, _):
        list(watch.round())
    assert len(released(course)) == 1


def test_after_so_many_tries_a_day_the_latest_waits_for_the_next(course: MiniCourse) -> None:
    with watching(course, tries=1) as (watch, clock):
        hand_in(course, "ada", HALF)
        assert graded(watch).keys() == {"ada"}
        hand_in(course, "ada", HALF, minutes=1)
        assert told(watch) == [("kept", "ada")]
        hand_in(course, "ada", RIGHT, minutes=2)
        hand_in(course, "bob", RIGHT, minutes=3)
        assert sorted(told(watch)) == [("graded", "bob"), ("kept", "ada")], "it holds up nobody else"
    with watching(course, tries=1) as (watch, clock):  # the count is kept
        assert told(watch) == [("kept", "ada")]
        clock.ahead = DAY
        (event,) = graded(watch).values()
        assert event.scores is not None
        assert (event.student, event.scores.points) == ("ada", 4)


def test_while_another_grades_it_waits_and_says_so_once(course: MiniCourse) -> None:
    hand_in(course, "ada", RIGHT)
    with watching(course) as (watch, _):
        with somebody_grades(course):
            (event,) = watch.round()
            assert event.kind == "waiting"
            assert "is being graded already, by process" in event.text
            assert told(watch) == []
        assert graded(watch).keys() == {"ada"}


@pytest.mark.parametrize("collected", [False, True], ids=["while it collects", "while it grades"])
def test_a_locked_gradebook_is_told_once_and_tried_again(
    course: MiniCourse, monkeypatch: pytest.MonkeyPatch, collected: bool
) -> None:
    monkeypatch.setitem(opening.patiently.__kwdefaults__ or {}, "patience", 0.0)
    monkeypatch.setattr(opening, "_WAIT", 0.05)
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(f"c.CourseDirectory.db_url = 'sqlite:///{course.root / 'gradebook.db'}?timeout=0.05'\n")
    arrived = hand_in(course, "ada", RIGHT)
    if collected:
        shutil.copytree(arrived, course.root / "submitted" / "ada" / "ps")
        Ledger(course.root / ".nbjudge" / "watch.json").begin("ps", "ada")
    with watching(course) as (watch, clock):
        with contextlib.closing(sqlite3.connect(course.root / "gradebook.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            (event,) = watch.round()
            assert event.kind == ("trouble" if collected else "waiting")
            assert "the gradebook is locked by another process" in event.text
            assert told(watch) == [], "not in each round"
        clock.ahead = engine.TROUBLED + 1
        assert graded(watch).keys() == {"ada"}


@pytest.mark.parametrize("step", ["nbjudge.doors.copying._copy", "nbjudge.doors.ledger.Ledger.begin"])
def test_a_full_disk_is_told_and_what_has_come_is_not_lost(course: MiniCourse, step: str) -> None:
    hand_in(course, "ada", RIGHT)
    full = OSError(errno.ENOSPC, "No space left on device", "watch.json")
    with watching(course) as (watch, _):
        with mock.patch(step, side_effect=full):
            (event,) = watch.round()
        assert (event.kind, "the disk is full" in event.text) == ("waiting", True)
        assert graded(watch).keys() == {"ada"}


def test_stopped_while_a_submission_is_copied_no_half_of_it_is_ever_graded(course: MiniCourse) -> None:
    hand_in(course, "ada", HALF)
    with watching(course) as (watch, _):
        assert graded(watch).keys() == {"ada"}
    hand_in(course, "ada", RIGHT, minutes=5)
    copied = 0

    def stopped(name: str, folder: int, target: Path) -> None:
        nonlocal copied
        copied += 1
        if copied == 3:
            raise KeyboardInterrupt
        copy_file(name, folder, target)

    copy_file = copying._copy
    with watching(course) as (watch, _):
        with mock.patch.object(copying, "_copy", stopped), pytest.raises(KeyboardInterrupt):
            list(watch.round())
        assert not (course.root / "submitted" / "ada" / "ps").exists()
    with watching(course) as (watch, _):
        (event,) = graded(watch).values()
        assert event.scores is not None
        assert event.scores.points == 4
    assert [path.name for path in (course.root / "submitted" / "ada").iterdir()] == ["ps"]


def test_workers_that_die_leave_it_not_judged_and_the_others_go_on(course: MiniCourse) -> None:
    hand_in(course, "ada", RIGHT)
    with watching(course) as (watch, _):
        with mock.patch("nbjudge.grading.task.judge", side_effect=lambda *_, **__: os._exit(9)):  # a planted fault
            (event,) = watch.round()
        assert event.scores is not None
        assert event.scores.not_judged
        assert "3 workers died on it" in event.text
        hand_in(course, "bob", RIGHT)
        assert graded(watch).keys() == {"bob"}


def test_what_cannot_be_collected_costs_its_own_student(course: MiniCourse) -> None:
    (hand_in(course, "ada", RIGHT) / "film.mp4").write_bytes(bytes(2_000_000))
    os.mkfifo(hand_in(course, "bob", RIGHT) / "pipe")  # to copy it would be to wait for what comes out of it
    with watching(course) as (watch, _):
        watch._app.coursedir.max_dir_size = 1000
        events = {event.student: event for event in watch.round()}
        assert (events["ada"].kind, events["bob"].kind) == ("refused", "graded")
        assert "it cannot be collected" in events["ada"].text


def test_a_link_to_the_solution_is_not_followed(course: MiniCourse) -> None:
    sent = hand_in(course, "ada", HALF)
    (sent / "ps.ipynb").unlink()
    (sent / "ps.ipynb").symlink_to(course.root / "source" / "ps" / "ps.ipynb")
    with watching(course) as (watch, _):
        (event,) = graded(watch).values()
    assert event.scores is not None
    assert event.scores.points == 0
    assert "there is no ps.ipynb" in event.text
    (page,) = released(course)
    assert "return 2 * x" not in page


def test_when_it_was_due_pages_tell_more(course: MiniCourse) -> None:
    _due(course, timedelta(hours=1))
    hand_in(course, "bob", HALF)
    with watching(course, feedback_before_due="visible") as (watch, clock):
        assert graded(watch).keys() == {"bob"}
        (page,) = released(course)
        assert "others that ran are not told here" in page
        _due(course, timedelta(hours=-1))
        assert told(watch) == [], "the gradebook is not asked in each round"
        clock.ahead = 3700
        assert told(watch) == []
        (page,) = released(course)
        assert "others that ran are not told here" not in page
        assert "2</strong> of 9 points" in page


def _due(course: MiniCourse, later: timedelta) -> None:
    with contextlib.closing(sqlite3.connect(course.root / "gradebook.db")) as book, book:
        due = f"{datetime.now(UTC) + later:%Y-%m-%d %H:%M:%S.%f}"
        book.execute("UPDATE assignment SET duedate = ?", (due,))
