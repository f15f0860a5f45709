"""A PostgreSQL server of one's own: in a temporary folder, reached through a socket there, by nobody else."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

from sqlalchemy import create_engine, make_url, text

_FOLDERS = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), *map(Path, os.get_exec_path())]
PROGRAMS: Final = next((folder for folder in _FOLDERS if (folder / "initdb").exists()), None)
WITHOUT: Final = "needs PostgreSQL (apt-get install postgresql); .ci/run installs it"
OWNER: Final = pwd.getpwnam("nobody").pw_name if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


@dataclass(frozen=True)
class Server:
    """A running server. ``folder`` holds its socket; ``numbers``: for names of databases."""

    folder: Path
    numbers: Iterator[int]

    def empty(self) -> str:
        """The URL of a new database with nothing in it."""
        return self._create("template1")

    def copy(self, url: str) -> str:
        """The URL of a new database like this one, to which nobody may be connected."""
        return self._create(str(make_url(url).database))

    def drop(self, url: str) -> None:
        """Whoever is connected to it."""
        self._administer(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def url(self, database: str, user: str = "teacher") -> str:
        """Where the database of this name is."""
        return f"postgresql+psycopg://{user}@/{database}?host={self.folder}"

    def _create(self, template: str) -> str:
        name = f"made_{next(self.numbers)}"
        self._administer(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def _administer(self, statement: str) -> None:
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@contextmanager
def serving(*settings: str) -> Iterator[Server]:
    """A server with these settings besides; it is gone with all its databases when the block ends."""
    with tempfile.TemporaryDirectory(prefix="pg") as name:  # a socket's path must be short
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER)
        data = str(folder / "data")
        _program("initdb", "--pgdata", data, "--auth=trust", "--encoding=UTF8", "--no-sync", "--username=teacher")
        options = " ".join(
            f"-c {setting}" for setting in ("listen_addresses=''", f"unix_socket_directories={folder}", *settings)
        )
        _program("pg_ctl", "start", "--pgdata", data, "--wait", "--log", str(folder / "log"), "--options", options)
        try:
            yield Server(folder, count())
        finally:
            _program("pg_ctl", "stop", "--pgdata", data, "--wait", "--mode=immediate")


def _program(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs, which refuse to be run by root, as OWNER."""
    user: dict[str, Any] = {"user": OWNER, "group": pwd.getpwnam(OWNER).pw_gid} if os.geteuid() == 0 else {}
    # no pipe: the server would inherit it, and reading its end would wait for the server's
    command = [f"{PROGRAMS}/{program}", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", extra_groups=[] if user else None, **user)
