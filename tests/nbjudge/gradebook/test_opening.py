"""Opening a gradebook: with patience, and only one that can be used."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from nbjudge.course.errors import locked
from nbjudge.gradebook.opening import GradebookError, open_gradebook, patiently
from nbjudge.gradebook.recording import record, recorded
from tests.support.gradebooks import EARLY, SOME, course_with, no_penalty, upgrade
from tests.support.trouble import lock_holder


def test_gradebook_that_another_process_holds_is_waited_for(file: Path) -> None:
    with open_gradebook(course_with(f"sqlite:///{file}")) as gradebook:
        with lock_holder(file, seconds=3):
            begun = time.monotonic()
            with pytest.raises(DBAPIError) as caught:
                record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)
            assert locked(caught.value)
            patiently(lambda: record(gradebook, "layers", "ada", EARLY, SOME, no_penalty))
            assert time.monotonic() - begun > 2
        assert recorded(gradebook, "layers") == {"ada"}


def test_gradebook_of_an_older_nbgrader_is_refused_untouched_and_used_once_upgraded(file: Path) -> None:
    with closing(sqlite3.connect(file)) as old:
        old.execute("ALTER TABLE student DROP COLUMN lms_user_id")
        old.execute("CREATE TABLE old (id VARCHAR PRIMARY KEY, name VARCHAR NOT NULL UNIQUE, duedate DATETIME)")
        old.execute("INSERT INTO old SELECT id, name, duedate FROM assignment")
        old.execute("DROP TABLE assignment")
        old.execute("ALTER TABLE old RENAME TO assignment")
        old.execute("DROP TABLE course")
        old.execute("UPDATE alembic_version SET version_num = '167914646830'")
        old.commit()
    before = file.read_bytes()
    with (
        pytest.raises(
            GradebookError,
            match=r"lacks assignment\.course_id, course, student\.lms_user_id; run `nbgrader db upgrade`",
        ),
        open_gradebook(course_with(f"sqlite:///{file}")),
    ):
        pass
    assert file.read_bytes() == before
    upgrade(file)
    with open_gradebook(course_with(f"sqlite:///{file}", "default_course")) as gradebook:
        record(gradebook, "layers", "ada", EARLY, SOME, no_penalty)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("sqlite:///{folder}/none.db", "run `nbgrader generate_assignment` first"),
        ("sqlite:///{folder}/empty.db", "run `nbgrader generate_assignment` first"),
        ("sqlite:///{folder}/notes.txt", "not a database"),
        ("gradebook.db", "c.CourseDirectory.db_url"),
        ("postgres://host/grades", "postgresql+psycopg://"),
        ("postgresql+nodriver://host/grades", "pip install"),
        ("postgresql+psycopg://ada:hidden@127.0.0.1:1/grades", "onnection refused"),
    ],
)
def test_gradebook_that_cannot_be_opened_is_told_with_what_to_do(tmp_path: Path, url: str, told: str) -> None:
    (tmp_path / "empty.db").touch()
    (tmp_path / "notes.txt").write_text("no database at all " * 99)
    course = course_with(url.format(folder=tmp_path))
    with pytest.raises(GradebookError) as caught, open_gradebook(course):
        pass
    assert told in str(caught.value)
    assert "hidden" not in str(caught.value)
    assert sorted(os.listdir(tmp_path)) == ["empty.db", "notes.txt"]


@pytest.fixture
def readonly(template: Path) -> Iterator[Path]:
    """A gradebook that this process may read and not write, in such a folder, even if it is root otherwise."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = Path(shutil.copy(template, folder / "gradebook.db"))
        path.chmod(0o444)
        folder.chmod(0o555)
        mine = os.geteuid()
        if mine == 0:
            os.seteuid(65534)
        try:
            yield path
        finally:
            os.seteuid(mine)
            folder.chmod(0o755)


def test_gradebook_that_may_not_be_written_is_refused_before_any_work_and_can_be_read(readonly: Path) -> None:
    course = course_with(f"sqlite:///{readonly}")
    with pytest.raises(GradebookError, match="read-only"), open_gradebook(course):
        pass
    with open_gradebook(course, writable=False) as gradebook:
        assert recorded(gradebook, "layers") == frozenset()


def test_reading_adds_no_course_to_the_gradebook(file: Path) -> None:
    before = file.read_bytes()
    with open_gradebook(course_with(f"sqlite:///{file}", "another"), writable=False) as gradebook:
        assert len(gradebook.assignments) == 2
    assert file.read_bytes() == before
