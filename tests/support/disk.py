"""Gradebooks that do not wait for the disk: a test may kill processes, but it does not cut the power."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine


def hurry_gradebooks() -> None:
    """From now on, SQLite hands to the system what it writes, and goes on: here, and in what is forked from here."""
    event.listen(Engine, "connect", _hurry)


def _hurry(connection: Any, _: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute("PRAGMA busy_timeout = 0")
    with contextlib.suppress(sqlite3.Error):  # locked, or no gradebook at all: that is for who opens it to find
        connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA busy_timeout = {patience}")
