"""Indexes that nbgrader's tables lack: on columns that refer to another table.

Without them, whatever asks for the grades of one submitted notebook reads the grades of the whole class, and what
asks for every student's takes time with the square of the class. That is nbgrader's own commands and formgrader, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nbgrader.api import Base
from sqlalchemy import Connection, Engine, Inspector, inspect, text
from sqlalchemy.exc import ProgrammingError

PREFIX = "nbjudge"


def add_missing(engine: Engine) -> list[str]:
    """Index every foreign-key column that starts no index yet; returns the names of the indexes made.

    nbgrader and `nbgrader db upgrade` work with them and without them. In PostgreSQL only the owner of a table may
    index it: for anybody else, none are made.

    Raises:
        SQLAlchemyError: if the database is locked or cannot be written, or a table is not there.
    """
    try:
        with engine.begin() as connection:
            return make_missing(connection)
    except ProgrammingError:  # not the owner: scores are as right without, only slower
        return []


def make_missing(connection: Connection) -> list[str]:
    """The same within the transaction of a connection.

    Raises:
        SQLAlchemyError: as there, and if the tables are somebody else's.
    """
    missing = {f"{PREFIX}_{table}_{column}": f"{table} ({column})" for table, column in _missing(inspect(connection))}
    for name, where in missing.items():
        connection.execute(text(f"CREATE INDEX IF NOT EXISTS {name} ON {where}"))
    return list(missing)


def _missing(inspector: Inspector) -> Iterator[tuple[str, str]]:
    """Table and column of each foreign key that the database would have to search for, row by row."""
    for table in Base.metadata.sorted_tables:
        found: list[Any] = [
            *(index["column_names"] for index in inspector.get_indexes(table.name)),
            *(unique["column_names"] for unique in inspector.get_unique_constraints(table.name)),
            inspector.get_pk_constraint(table.name)["constrained_columns"],
        ]
        first = {columns[0] for columns in found if columns}
        for column in table.columns:
            if column.foreign_keys and column.name not in first:
                yield table.name, column.name
