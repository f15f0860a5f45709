"""Gradebooks in SQLite, which do not wait for the disk: a test may kill processes, but it does not cut the power."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import event, make_url
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


@dataclass(frozen=True)
class Files:
    """Makes databases as `postgres.Server` does, as files in a folder."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=count)

    def empty(self) -> str:
        """The URL of a database that is not there yet."""
        return f"sqlite:///{self.folder / f'made_{next(self.numbers)}.db'}"

    def copy(self, url: str) -> str:
        """The URL of a new database like this one."""
        copied = self.empty()
        shutil.copy(str(make_url(url).database), str(make_url(copied).database))
        return copied

    def drop(self, url: str) -> None:
        """As a server does."""
        Path(str(make_url(url).database)).unlink(missing_ok=True)
