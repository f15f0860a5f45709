"""Opening the course's gradebook: only one that this nbgrader can use, and with patience while another writes it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from nbgrader.api import Base, Grade, Gradebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import URL, Engine, create_engine, false, inspect, make_url, update
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from nbjudge.course.errors import MEND, GradingError, explained, locked

PATIENCE: Final = 60.0  # seconds that another process may hold the gradebook's lock
# SQLite waits where Ctrl-C cannot reach it, so that the waiting is divided
_WAIT: Final = 1.0
_WITH_OPTIONS: Final = {"postgresql", "postgresql+psycopg", "postgresql+psycopg2"}  # drivers that hand them on

T = TypeVar("T")


class GradebookError(GradingError):
    """The gradebook cannot be used, for a reason that the instructor can mend; the text says how."""


@contextmanager
def open_gradebook(coursedir: CourseDirectory, *, writable: bool = True) -> Iterator[Gradebook]:
    """nbgrader's gradebook of the course, for writing, or so that nothing in it changes.

    Raises:
        GradebookError: if there is none, it cannot be reached, is no database, was made by an older nbgrader, stays
            locked for PATIENCE seconds, or is to be written and cannot be.
    """
    url = with_wait(readable_url(coursedir.db_url, "c.CourseDirectory.db_url"))
    refuse_missing(url)
    # nbgrader adds a course that the gradebook does not know; without a name there is none to add
    course = coursedir.course_id if writable else ""
    try:
        patiently(lambda: _refuse_useless(url, writable))
        gradebook = patiently(lambda: Gradebook(url, course))
    except SQLAlchemyError as error:
        raise GradebookError(f"{explained(error)}\n{shown(url)}: {MEND}") from error
    with gradebook:
        yield gradebook


def patiently(act: Callable[[], T], *, patience: float = PATIENCE) -> T:
    """What ``act`` returns; it is tried again while another process holds the gradebook's lock.

    Args:
        act: all or nothing, as `record` is.

    Raises:
        SQLAlchemyError: as ``act``; that the gradebook is locked, after ``patience`` seconds only.
    """
    until = time.monotonic() + patience
    while True:
        try:
            return act()
        except DBAPIError as error:
            if not locked(error) or time.monotonic() >= until:
                raise


def readable_url(text: str, name: str) -> URL:
    """The URL of a database, for which there is a driver. Nothing is connected to.

    Args:
        name: of what holds the text, to be told if it is no such URL.

    Raises:
        GradebookError: if it is none, or there is no driver; without the password.
    """
    try:
        url = make_url(text)
        create_engine(url)  # connects to nothing yet, and knows whether there is a driver
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        hint = "PostgreSQL wants postgresql+psycopg://USER@HOST/DATABASE, and `pip install 'nbjudge[postgres]'`"
        raise GradebookError(f"{name} does not lead to a gradebook: {error}; {hint}") from error
    except ValueError as error:  # which quotes what it took for the port, and that may be half of a password
        hint = "in a password, @ is written %40, : is %3A, / is %2F and % is %25; better it stands in ~/.pgpass"
        raise GradebookError(f"{name} does not lead to a gradebook: its port is no number; {hint}") from error
    return url


def is_file(url: URL) -> bool:
    """Whether it is SQLite's."""
    return url.get_backend_name() == "sqlite"


def shown(url: URL) -> str:
    """A database's name for messages, without the password."""
    if is_file(url):
        return str(url.database)
    hidden = {key: "***" for key in url.query if key == "password"}
    return url.update_query_dict(hidden).render_as_string(hide_password=True)


def with_wait(url: URL) -> URL:
    """The same, but that it waits for a lock no longer than it should at a time; see ``patiently``."""
    if is_file(url):
        return url.update_query_dict({"timeout": str(_WAIT)})
    if url.drivername not in _WITH_OPTIONS:
        return url
    before = url.query.get("options", "")
    options = [before] if isinstance(before, str) else list(before)
    return url.update_query_dict({"options": " ".join([*options, f"-c lock_timeout={_WAIT:g}s"]).strip()})


def refuse_missing(url: URL) -> None:
    """SQLite would make a new, empty file.

    Raises:
        GradebookError: if there is none.
    """
    if is_file(url) and not Path(str(url.database)).exists():
        raise _absent(url)


def _absent(url: URL) -> GradebookError:
    return GradebookError(f"there is no gradebook yet ({shown(url)}): run `nbgrader generate_assignment` first")


def _refuse_useless(url: URL, writable: bool) -> None:
    engine = create_engine(url)
    try:
        refuse_older(engine)
        if writable:
            _refuse_readonly(engine)
    finally:
        engine.dispose()


def refuse_older(engine: Engine) -> None:
    """Refuse a gradebook without some of the columns that this nbgrader reads, before it adds whole tables by itself.

    The upgrade would then find them there and fail.

    Raises:
        GradebookError: if it lacks some.
    """
    found = inspect(engine)
    tables = set(found.get_table_names())
    if not tables:
        raise _absent(engine.url)
    lacking = [name for name in Base.metadata.tables if name not in tables]
    for name in tables & Base.metadata.tables.keys():
        known = {column["name"] for column in found.get_columns(name)}
        lacking += [
            f"{name}.{column.name}" for column in Base.metadata.tables[name].columns if column.name not in known
        ]
    if lacking:
        raise GradebookError(
            f"the gradebook {shown(engine.url)} was made by an older nbgrader: it lacks {', '.join(sorted(lacking))}; "
            "run `nbgrader db upgrade`, which keeps a copy, and then this again"
        )


def _refuse_readonly(engine: Engine) -> None:
    """See that it can be written, before any work is done, by writing nothing."""
    folder = Path(str(engine.url.database)).parent
    if is_file(engine.url) and not os.access(folder, os.W_OK):  # SQLite needs a journal beside the file
        raise GradebookError(
            f"the gradebook may not be written: its folder {folder} is read-only for this user; {MEND}"
        )
    with engine.connect() as connection:
        connection.execute(update(Grade).where(false()).values(needs_manual_grade=True))
        connection.rollback()
