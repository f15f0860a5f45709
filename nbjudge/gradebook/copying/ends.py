"""The two ends of a copy: a gradebook, read as it is at one moment, and an empty database that gets all or nothing.

Both are named as on the command line: by an SQLAlchemy URL, or by the path of an SQLite file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic.script import ScriptDirectory
from nbgrader.api import Base
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import URL, Column, Connection, MetaData, String, Table, create_engine, inspect, select

from nbjudge.gradebook.opening import (
    GradebookError,
    is_file,
    patiently,
    readable_url,
    refuse_missing,
    refuse_older,
    shown,
    with_wait,
)

VERSION: Final = Table("alembic_version", MetaData(), Column("version_num", String(32), nullable=False))
"""Where nbgrader keeps how old a gradebook's tables are."""

TABLES: Final = (*Base.metadata.sorted_tables, VERSION)
"""All tables of a gradebook, each after those that it refers to."""

BACKENDS: Final = {"sqlite", "postgresql"}


@contextmanager
def reading(name: str) -> Iterator[Connection]:
    """A gradebook to copy; what others write meanwhile is not seen.

    Raises:
        GradebookError: if it is none, or not all of it would be copied; the text says why.
        SQLAlchemyError: if it cannot be read.
    """
    url = _url(name, "FROM")
    refuse_missing(url)
    engine = create_engine(url)
    try:
        refuse_older(engine)
        with engine.connect() as connection:
            if is_file(url):
                connection.exec_driver_sql("BEGIN")
            else:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            _refuse_unknown(connection)
            _refuse_other_version(connection)
            yield connection
    finally:
        engine.dispose()


@contextmanager
def filling(name: str) -> Iterator[Connection]:
    """An empty database; what is written to it within the block is there at its end, and nothing if it raises.

    Raises:
        GradebookError: if it is not empty, or not SQLite or PostgreSQL.
        SQLAlchemyError: if it cannot be reached or written.
    """
    url = _url(name, "TO")
    file = Path(str(url.database)) if is_file(url) else None
    made = file is not None and not file.exists()
    engine = create_engine(url)
    try:
        with engine.connect() as connection, connection.begin():
            if file is not None:
                patiently(lambda: connection.exec_driver_sql("BEGIN IMMEDIATE"))
            found = inspect(connection).get_table_names()
            if found:
                raise GradebookError(
                    f"TO, {shown(url)}, is not empty: it has the tables {', '.join(sorted(found))}; "
                    "nothing was written. Name another database, or an SQLite file that is not there yet"
                )
            yield connection
    except BaseException:
        if made and file is not None:
            file.unlink(missing_ok=True)
        raise
    finally:
        engine.dispose()


def other_tables(connection: Connection) -> list[str]:
    """Names of tables that are not a gradebook's, and stay where they are."""
    return sorted(set(inspect(connection).get_table_names()) - {table.name for table in TABLES})


def _url(name: str, end: str) -> URL:
    url = with_wait(readable_url(name, end) if "://" in name else URL.create("sqlite", database=name))
    if url.get_backend_name() not in BACKENDS:
        raise GradebookError(
            f"{end} is {url.get_backend_name()}; gradebooks are copied between SQLite and PostgreSQL only"
        )
    if is_file(url) and url.database in (None, "", ":memory:"):
        raise GradebookError(f"{end} names no file; expected sqlite:///PATH, or the path alone")
    return url


def _refuse_unknown(connection: Connection) -> None:
    """Refuse a gradebook with columns that would be lost."""
    found = inspect(connection)
    unknown = [
        f"{table.name}.{column['name']}"
        for table in TABLES
        if found.has_table(table.name)
        for column in found.get_columns(table.name)
        if column["name"] not in table.columns
    ]
    if unknown:
        raise GradebookError(
            f"FROM, {shown(connection.engine.url)}, has columns that this nbgrader does not know, and that would be "
            f"lost: {', '.join(unknown)}; copy it with the nbgrader that made it"
        )


def _refuse_other_version(connection: Connection) -> None:
    there = inspect(connection).has_table(VERSION.name)
    found = set(connection.scalars(select(VERSION.c.version_num))) if there else set()
    expected = ScriptDirectory(ALEMBIC_DIR).get_current_head()
    if found != {expected}:
        raise GradebookError(
            f"FROM, {shown(connection.engine.url)}, is of version {', '.join(sorted(found)) or '(none)'}, and this "
            f"nbgrader works with {expected}: run `nbgrader db upgrade`, which keeps a copy; if nbgrader does not know "
            "that version, a newer one has made it: install that one"
        )
