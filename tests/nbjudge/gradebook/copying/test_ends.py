"""What may be copied, and where to: everything else is refused in words, and left as it is."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from nbjudge.course.errors import explained
from nbjudge.gradebook.copying.ends import filling, other_tables, reading
from nbjudge.gradebook.opening import GradebookError
from tests.support.gradebooks import dumped
from tests.support.postgres import Server

MISTAKEN = {
    "no file": ("none.db", "there is no gradebook yet (none.db)"),
    "an empty file": ("empty.db", "there is no gradebook yet (empty.db)"),
    "no database": ("notes.txt", "not a database"),
    "in memory": ("sqlite://", "FROM names no file"),
    "no driver": ("postgresql+nodriver://host/grades", "pip install 'nbjudge[postgres]'"),
    "an old name": ("postgres://host/grades", "postgresql+psycopg://USER@HOST/DATABASE"),
    "no server": ("postgresql+psycopg://ada:hidden@127.0.0.1:1/grades", "onnection refused"),
    "its password in the query": (
        "postgresql+psycopg://127.0.0.1:1/grades?user=ada&password=hidden",
        "onnection refused",
    ),
    "a password that is not quoted": ("postgresql+psycopg://ada:x@y:hidden@host/grades", "@ is written %40"),
    "another database": ("oracle+oracledb://ada:hidden@host/grades", "FROM"),
}


@pytest.mark.parametrize("mistake", MISTAKEN)
def test_what_is_no_gradebook_is_told_and_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mistake: str
) -> None:
    (tmp_path / "empty.db").touch()
    (tmp_path / "notes.txt").write_text("no database at all " * 99)
    monkeypatch.chdir(tmp_path)
    name, told = MISTAKEN[mistake]
    with pytest.raises(Exception) as caught, reading(name):  # noqa: PT011 - of two kinds, both told as they are here
        pass
    said = str(caught.value) if isinstance(caught.value, GradebookError) else explained(caught.value)
    assert told in said
    assert "hidden" not in said
    assert sorted(os.listdir(tmp_path)) == ["empty.db", "notes.txt"]


SPOILT = {
    "an older nbgrader's": ("ALTER TABLE student DROP COLUMN lms_user_id", "lacks student.lms_user_id; run `nb"),
    "a newer nbgrader's": ("ALTER TABLE student ADD COLUMN moods VARCHAR", "would be lost: student.moods"),
    "of an older version": ("UPDATE alembic_version SET version_num = '167914646830'", "is of version 167914646830"),
    "of no version": ("DROP TABLE alembic_version", "is of version (none)"),
}  # fmt: skip


@pytest.mark.parametrize("spoilt", SPOILT)
def test_gradebook_that_is_not_of_this_nbgrader_is_refused(file: Path, spoilt: str) -> None:
    statement, told = SPOILT[spoilt]
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)
        connection.commit()
    with pytest.raises(GradebookError) as caught, reading(str(file)):
        pass
    assert told in str(caught.value)


def test_tables_that_are_not_nbgraders_are_known_by_name(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE moods (id VARCHAR)")
    with reading(str(file)) as opened:
        assert other_tables(opened) == ["moods"]


@pytest.fixture
def taken(postgres: Server) -> Iterator[str]:
    """A database with something in it."""
    url = postgres.empty()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE grade (mine VARCHAR)"))
    engine.dispose()
    yield url
    postgres.drop(url)


def test_target_that_is_not_empty_is_refused_and_stays(file: Path, taken: str) -> None:
    before = file.read_bytes()
    for name in (taken, f"sqlite:///{file}", str(file)):
        with pytest.raises(GradebookError, match=r"TO, .*, is not empty: it has the tables .*grade"), filling(name):
            pass
    assert dumped_tables(taken) == ["grade"]
    assert file.read_bytes() == before


def dumped_tables(url: str) -> list[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
    engine.dispose()
    return list(found)


def half_fill(name: str) -> None:
    with filling(name) as connection:
        for _ in range(2):
            connection.execute(text("CREATE TABLE half (id VARCHAR)"))


def test_what_was_written_before_something_went_wrong_is_gone(tmp_path: Path, postgres: Server) -> None:
    server, old = postgres.empty(), tmp_path / "old.db"
    old.touch()
    for name in (server, str(old), str(tmp_path / "new.db")):
        with pytest.raises(SQLAlchemyError, match="already exists"):
            half_fill(name)
    assert dumped(server) == {}
    assert dumped(f"sqlite:///{old}") == {}
    assert os.listdir(tmp_path) == ["old.db"]
    postgres.drop(server)
