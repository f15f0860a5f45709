"""What an instructor can mend: each trouble ends in one clear message, loses nothing, and grading goes on after it."""

from __future__ import annotations

import importlib
import resource
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from demo.course import Course
from nbjudge import gradebook, sandbox
from tests.course import filled_in, scores, submit
from tests.running import RIGHT, Ended, copied, graded, lock_holder, locked, released, rows, run, start, wait_until
from tests.sandboxed import is_root

#: A notebook of 700 KB: seven cells that print all that is kept of them.
LONG = [
    {"cell_type": "code", "id": f"mine-{number}", "outputs": [], "source": "print('0123456789' * 10_000)"}
    for number in range(7)
]
KIB = 1024


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course without submissions."""
    return released(tmp_path_factory.mktemp("empty"))


@pytest.fixture
def course(empty: Course, tmp_path: Path) -> Course:
    """A course with three students, for one test."""
    course = copied(empty, tmp_path / "course")
    submit(course, "ada", filled_in({"relu": RIGHT["relu"]}))
    submit(course, "bob", filled_in({}, *LONG))
    submit(course, "cyd", b"no notebook")
    return course


@pytest.fixture(scope="module")
def undisturbed(empty: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """What comes of them where nothing goes wrong."""
    course = copied(empty, tmp_path_factory.mktemp("undisturbed"))
    submit(course, "ada", filled_in({"relu": RIGHT["relu"]}))
    submit(course, "bob", filled_in({}, *LONG))
    submit(course, "cyd", b"no notebook")
    assert run(course, "autograde").code == 0
    return course


def _refused(ended: Ended, *told: str) -> None:
    """Exit code 1, and one message that says all this and is no traceback."""
    assert ended.code == 1, ended.err
    message = ended.err[ended.err.index("nbjudge: ") :]
    assert [words for words in told if words not in message] == []
    assert "Traceback" not in ended.err
    assert len(message.splitlines()) <= 3


def _goes_on(course: Course, undisturbed: Course) -> None:
    """Run again, it ends as if nothing had been."""
    again = run(course, "autograde")
    assert again.code == 0, again.err
    assert graded(course) == graded(undisturbed)
    assert rows(course) == rows(undisturbed)


def _no_half_notebook(course: Course) -> None:
    for path in (course.root / "autograded").rglob("*"):
        assert path.suffix not in {".tmp"}
        assert path.name != "activation.ipynb" or path.read_text().endswith("}\n")


# ---------------------------------------------------------------- the disk


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
        _refused(run(course, "autograde", "--jobs=1"), "the disk is full", str(folder), "run again to go on")
        _no_half_notebook(course)
        assert (folder / "ada/activation/activation.ipynb").exists()
        subprocess.run(["mount", "-o", "remount,size=50m", folder], check=True)
        _goes_on(course, undisturbed)


def _file_limit(size: int) -> Callable[[], None]:
    """No file may grow beyond ``size``: the kernel refuses, as it does on a full disk, for root as well."""

    def before() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    return before


def test_a_file_that_cannot_be_written_is_told_and_once_it_can_grading_goes_on(
    course: Course, undisturbed: Course
) -> None:
    ended = run(course, "autograde", "--jobs=1", before=_file_limit(500 * KIB))
    _refused(ended, "cannot write", "bob", "1 of 3 submissions are graded", "run again to go on")
    _no_half_notebook(course)
    assert (course.root / "autograded/ada/activation/activation.ipynb").exists()
    _goes_on(course, undisturbed)


def test_a_gradebook_that_cannot_grow_is_told_and_once_it_can_grading_goes_on(
    course: Course, undisturbed: Course
) -> None:
    size = (course.root / "gradebook.db").stat().st_size
    ended = run(course, "autograde", "--jobs=1", before=_file_limit(size))
    _refused(ended, "the gradebook cannot be written", "run again to go on")
    _goes_on(course, undisturbed)


def test_autograded_that_may_not_be_written_is_told_and_once_it_may_grading_goes_on(
    course: Course, undisturbed: Course
) -> None:
    (course.root / "autograded").mkdir(mode=0o555)
    _refused(run(course, "autograde", before=sandbox.drop_privileges), "cannot write", "autograded", "run again")
    (course.root / "autograded").chmod(0o755)
    _goes_on(course, undisturbed)


def test_a_file_in_place_of_autograded_is_told(course: Course, undisturbed: Course) -> None:
    (course.root / "autograded").write_text("")
    _refused(run(course, "autograde"), "autograded", "run again to go on")
    (course.root / "autograded").unlink()
    _goes_on(course, undisturbed)


# ---------------------------------------------------------------- the gradebook


def test_a_readonly_gradebook_is_told_and_once_it_is_not_grading_goes_on(course: Course, undisturbed: Course) -> None:
    (course.root / "gradebook.db").chmod(0o444)
    _refused(run(course, "autograde", before=sandbox.drop_privileges), "the gradebook may not be written", "run again")
    assert not (course.root / "autograded").exists(), "told before any work is done"
    (course.root / "gradebook.db").chmod(0o644)
    _goes_on(course, undisturbed)


def test_a_readonly_course_is_told(course: Course) -> None:
    course.root.chmod(0o555)
    _refused(run(course, "autograde", before=sandbox.drop_privileges), "read-only for this user")
    course.root.chmod(0o755)


def test_a_lock_on_the_gradebook_is_waited_out(course: Course, undisturbed: Course) -> None:
    with locked(course):
        running = start(course, "autograde")
        time.sleep(3)
    assert running.wait().code == 0
    assert rows(course) == rows(undisturbed)


def test_a_lock_of_twenty_seconds_in_the_middle_of_grading_is_waited_out(course: Course, undisturbed: Course) -> None:
    submit(course, "ada", filled_in({"relu": RIGHT["relu"] + "import time; time.sleep(1)\n"}))
    running = start(course, "autograde", "--jobs=1")
    assert wait_until(lambda: running.family()[2:])
    with locked(course):
        time.sleep(20)
        assert not list(course.root.glob("autograded/*/activation/activation.ipynb"))
    assert running.wait().code == 0
    submit(course, "ada", filled_in({"relu": RIGHT["relu"]}))
    _goes_on(course, undisturbed)


@pytest.mark.parametrize(
    ("module", "verb"),
    [("terms", "autograde"), ("grading", "autograde"), ("export", "export"), ("feedback", "feedback")],
)
def test_a_lock_right_after_the_gradebook_was_opened_is_waited_out(
    course: Course, undisturbed: Course, module: str, verb: str
) -> None:
    if verb != "autograde":
        assert run(course, "autograde").code == 0

    def plant() -> None:
        place = importlib.import_module("nbjudge.pages.giving" if module == "feedback" else f"nbjudge.{module}")
        opened = place.open_gradebook

        @contextmanager
        def locked_then(*arguments: Any, **keywords: Any) -> Iterator[Any]:
            with opened(*arguments, **keywords) as gradebook, lock_holder(course, seconds=2.5):
                yield gradebook

        place.open_gradebook = locked_then  # type: ignore[attr-defined]  # a planted fault

    ended = run(course, verb, before=plant)
    assert ended.code == 0, ended.err
    assert ended.seconds > 2.5, "the lock was held in vain"
    assert rows(course) == rows(undisturbed)


def test_a_gradebook_that_stays_locked_is_told_and_once_it_is_not_grading_goes_on(
    course: Course, undisturbed: Course
) -> None:
    def impatient() -> None:
        (gradebook.patiently.__kwdefaults__ or {})["patience"] = 2.0

    with locked(course):
        _refused(run(course, "autograde", before=impatient), "locked by another process", "run again")
    _goes_on(course, undisturbed)


def test_a_damaged_gradebook_is_told(course: Course) -> None:
    (course.root / "gradebook.db").write_bytes(b"no database at all" * 1000)
    _refused(run(course, "autograde"), "the gradebook is damaged")


def test_an_older_gradebook_is_told_and_after_nbgraders_upgrade_grading_goes_on(
    course: Course, undisturbed: Course
) -> None:
    path = course.root / "gradebook.db"
    with sqlite3.connect(path) as connection:  # as it was before nbgrader 0.7
        connection.execute("alter table student drop column lms_user_id")
        connection.execute("update alembic_version set version_num = '167914646830'")
    connection.close()
    before = path.read_bytes()
    _refused(run(course, "autograde"), "older nbgrader", "student.lms_user_id", "nbgrader db upgrade")
    assert path.read_bytes() == before
    course.run("db", "upgrade")
    assert run(course, "autograde").code == 0
    assert scores(course.root) == scores(undisturbed.root)
