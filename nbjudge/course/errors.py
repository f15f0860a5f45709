"""What can go wrong around grading that the instructor can mend, in words: what it is, and what to do."""

from __future__ import annotations

import errno
import os
from typing import Final

from nbjudge.temporary import NoTemporaryFolder

MEND: Final = "mend it and run again to go on"
_FULL: Final = {errno.ENOSPC, errno.EDQUOT}
_CLOSED: Final = {errno.EACCES, errno.EPERM, errno.EROFS}

# What databases say, as far as an instructor can do something about it.
_DATABASE: Final = (
    ("database is locked", "the gradebook is locked by another process: end that, or wait until it is done"),
    ("lock timeout", "the gradebook is locked by another's transaction: have it ended, or wait until it is done"),
    ("readonly database", "the gradebook may not be written: its file or folder is read-only for this user"),
    ("unable to open database file", "the gradebook cannot be opened: may this user write it, and its folder?"),
    ("is full", "the gradebook cannot be written because the disk is full: make room"),
    ("disk i/o error", "the gradebook cannot be written, the disk refuses: is it full, or broken?"),
    ("malformed", "the gradebook is damaged: put a copy in its place"),
    ("not a database", "the gradebook is damaged: put a copy in its place"),
)
# and of a server's codes, what passes: a transaction gave way to another, or waited for its lock
_PASSING: Final = {"40001", "40P01", "55P03"}


class GradingError(Exception):
    """Grading cannot go on, for a reason that the instructor can mend; the text says how."""


def explained(error: BaseException) -> str:
    """What happened and what helps, in a sentence or two, for an error of the disk or the gradebook."""
    if isinstance(error, OSError):
        return _of_the_disk(error)
    told = str(_of_the_database(error) or error)
    known = next((words for sign, words in _DATABASE if sign in told.lower()), None)
    return f"{known} ({told})" if known else f"the gradebook refuses: {type(error).__name__}: {told}"


def no_room(error: OSError) -> bool:
    """Whether it is the disk that has none, whatever was to be written."""
    return error.errno in _FULL


def locked(error: BaseException) -> bool:
    """Whether waiting may help."""
    raw = _of_the_database(error)
    return "database is locked" in str(raw) or getattr(raw, "sqlstate", None) in _PASSING


def _of_the_database(error: BaseException) -> object:
    """What the database's own driver says in an error of SQLAlchemy's, which takes long to import; None in others."""
    return getattr(error, "orig", None)


def _of_the_disk(error: OSError) -> str:
    if isinstance(error, NoTemporaryFolder):
        return str(error)
    place = f" {os.fsdecode(error.filename)}" if isinstance(error.filename, str | bytes) else ""
    if error.errno in _FULL:
        return f"the disk is full: cannot write{place}; make room"
    if error.errno == errno.EFBIG:
        return f"a file grew beyond what this user may write (ulimit -f): cannot write{place}"
    if error.errno in _CLOSED:
        return f"cannot write{place}: {error.strerror}; its folder is read-only for this user"
    return f"{type(error).__name__}: {error}"
