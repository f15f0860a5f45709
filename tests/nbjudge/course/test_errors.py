"""Trouble with the disk: it ends in one clear message, loses nothing, and once it is mended grading goes on."""

from __future__ import annotations

import errno
import os
import resource
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from demo.course import Course
from nbjudge.course.errors import explained, locked
from nbjudge.sandbox import lockdown
from tests.support.classes import graded_class, hand_in_three
from tests.support.running import copied, run
from tests.support.sandboxed import is_root
from tests.support.trouble import goes_on, refused

KIB = 1024


@pytest.fixture
def course(empty_course: Course, tmp_path: Path) -> Course:
    """A course with three students, for one test."""
    course = copied(empty_course, tmp_path / "course")
    hand_in_three(course)
    return course


@pytest.fixture(scope="module")
def undisturbed() -> Course:
    """What comes of them where nothing goes wrong."""
    return graded_class(hand_in_three)


def _no_half_notebook(course: Course) -> None:
    for path in (course.root / "autograded").rglob("*"):
        assert path.suffix not in {".tmp"}
        assert path.name != "activation.ipynb" or path.read_text().endswith("}\n")


@contextmanager
def _small_disk(folder: Path, size: int) -> Iterator[None]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def _may_mount() -> bool:
    """Whether this machine lets the tests mount something: not every container does, even for root."""
    probe = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return is_root() and subprocess.run(probe, check=False, capture_output=True).returncode == 0


@pytest.mark.skipif(not _may_mount(), reason="mounting a small disk needs root; the file size limit below needs nobody")
def test_a_full_disk_is_told_and_once_there_is_room_grading_goes_on(course: Course, undisturbed: Course) -> None:
    folder = course.root / "autograded"
    with _small_disk(folder, 600 * KIB):
        refused(run(course, "autograde", "--jobs=1"), "the disk is full", str(folder), "run again to go on")
        _no_half_notebook(course)
        assert (folder / "ada/activation/activation.ipynb").exists()
        subprocess.run(["mount", "-o", "remount,size=50m", folder], check=True)
        goes_on(course, undisturbed)


def _file_limit(size: int) -> Callable[[], None]:
    """No file may grow beyond ``size``: the kernel refuses, as it does on a full disk, for root as well."""

    def before() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    return before


def test_a_file_that_cannot_be_written_is_told_and_once_it_can_grading_goes_on(
    course: Course, undisturbed: Course
) -> None:
    ended = run(course, "autograde", "--jobs=1", before=_file_limit(500 * KIB))
    refused(ended, "cannot write", "bob", "1 of 3 submissions are graded", "run again to go on")
    _no_half_notebook(course)
    assert (course.root / "autograded/ada/activation/activation.ipynb").exists()
    goes_on(course, undisturbed)


def test_a_gradebook_that_cannot_grow_is_told_and_once_it_can_grading_goes_on(
    course: Course, undisturbed: Course
) -> None:
    size = (course.root / "gradebook.db").stat().st_size
    ended = run(course, "autograde", "--jobs=1", before=_file_limit(size))
    refused(ended, "the gradebook cannot be written", "run again to go on")
    goes_on(course, undisturbed)


def test_autograded_that_may_not_be_written_is_told_and_once_it_may_grading_goes_on(
    course: Course, undisturbed: Course
) -> None:
    (course.root / "autograded").mkdir(mode=0o555)
    refused(run(course, "autograde", before=lockdown.drop_privileges), "cannot write", "autograded", "run again")
    (course.root / "autograded").chmod(0o755)
    goes_on(course, undisturbed)


def test_a_file_in_place_of_autograded_is_told(course: Course, undisturbed: Course) -> None:
    (course.root / "autograded").write_text("")
    refused(run(course, "autograde"), "autograded", "run again to go on")
    (course.root / "autograded").unlink()
    goes_on(course, undisturbed)


def test_a_readonly_course_is_told(course: Course) -> None:
    course.root.chmod(0o555)
    refused(run(course, "autograde", before=lockdown.drop_privileges), "read-only for this user")
    course.root.chmod(0o755)


# ---------------------------------------------------------------- in words


def _of_the_disk(number: int) -> OSError:
    return OSError(number, os.strerror(number), "/course/autograded/ada")


def _of_the_database(said: str) -> DBAPIError:
    return OperationalError("INSERT INTO grade", {}, sqlite3.OperationalError(said))


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (_of_the_disk(errno.ENOSPC), "the disk is full: cannot write /course/autograded/ada; make room"),
        (_of_the_disk(errno.EDQUOT), "the disk is full"),
        (_of_the_disk(errno.EFBIG), "ulimit -f"),
        (_of_the_disk(errno.EACCES), "cannot write /course/autograded/ada: Permission denied"),
        (_of_the_disk(errno.EROFS), "cannot write /course/autograded/ada: Read-only file system"),
        (_of_the_disk(errno.EIO), "OSError: [Errno 5]"),
        (OSError(errno.ENOSPC, "full"), "the disk is full: cannot write; make room"),
        (_of_the_database("database is locked"), "locked by another process"),
        (_of_the_database("attempt to write a readonly database"), "may not be written"),
        (_of_the_database("database or disk is full"), "make room"),
        (_of_the_database("database disk image is malformed"), "put a copy in its place"),
        (_of_the_database("no such table: grade"), "the gradebook refuses: OperationalError: no such table: grade"),
    ],
)
def test_what_happened_is_told_with_what_helps(error: Exception, told: str) -> None:
    assert told in explained(error)


def test_only_a_locked_gradebook_is_worth_waiting_for() -> None:
    assert locked(_of_the_database("database is locked"))
    assert not locked(_of_the_database("database or disk is full"))
    assert not locked(_of_the_disk(errno.ENOSPC))
