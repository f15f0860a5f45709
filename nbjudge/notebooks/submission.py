"""Reading a submission's files from disk: regular files only, no symlink followed, nothing waited for."""

from __future__ import annotations

import os
import re
import secrets
import stat
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Final
from zoneinfo import ZoneInfo

from nbjudge.limits import Limits
from nbjudge.notebooks.skimming import CHUNK, SkimError, skimmed
from nbjudge.notebooks.student import Note

TIMESTAMP_BYTES: Final = 200  # "2026-11-23 21:26:52.123456 America/Argentina/Buenos_Aires" has 57
SECRET_BYTES: Final = 1000  # nbgrader writes 128 hexadecimal digits
SCANNED: Final = 1000  # entries of a submission's folder, which may hold any number
NAMES_BESIDE: Final = 100
CLOCK_SKEW: Final = timedelta(days=1)  # a submitting machine's clock may be wrong, or set to local time

# O_NONBLOCK: opening a named pipe without a writer would wait for one.
_FILE: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_FOLDER: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file could not be read, in words for instructor and student."""

    reason: str


def read_submission(folder: Path, notebook_name: str, limits: Limits) -> bytes | Unreadable:
    """The bytes of the notebook file `notebook_name` (such as `activation.ipynb`) in `folder`.

    Of a file longer than what may be used of it, only what is used: see skimming.py.

    Never raises and never waits, whatever stands there. Symlinks are followed nowhere from `folder` on,
    which may not be one itself.
    """
    found = _read(folder, notebook_name, limits.submission_file_bytes, limits.submission_bytes)
    if isinstance(found, Unreadable) and found.reason == _missing(notebook_name):
        return Unreadable(found.reason + _others(folder))
    return found


def names_beside(folder: Path, known: Iterable[str]) -> list[str]:
    """The first names of what was handed in besides what is ``known`` and what `nbgrader submit` adds. Never raises."""
    usual = {*known, "timestamp.txt", "submission_secret.txt"}
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in islice(entries, SCANNED) if entry.name not in usual)
    except (OSError, ValueError):
        return []
    return [name for name in names if name.isprintable() and not name.startswith(".")][:NAMES_BESIDE]


def read_timestamp(folder: Path, *, now: datetime | None = None) -> tuple[datetime | None, Note | None]:
    """When the submission in `folder` was made: UTC without tzinfo, as nbgrader keeps it; and what was odd.

    `timestamp.txt` holds what `nbgrader submit` writes: `2026-11-23 21:26:52.123456 UTC`, or another zone's
    name. A missing file is nothing odd (None, None); anything else unusable is (None, a note).
    `now` is the present in the same form.
    """
    data = _read(folder, "timestamp.txt", TIMESTAMP_BYTES)
    if isinstance(data, Unreadable):
        return None, None if data.reason == _missing("timestamp.txt") else _odd(data.reason)
    time = parse_timestamp(data.decode("utf-8", "replace"))
    if time is None:
        return None, _odd("timestamp.txt does not hold a time such as 2026-11-23 21:26:52.123456 UTC")
    if time > (now or datetime.now(UTC).replace(tzinfo=None)) + CLOCK_SKEW:
        return None, _odd("timestamp.txt names a time that is yet to come")
    return time, None


def read_secret(folder: Path) -> str:
    """The word by which `nbgrader fetch_feedback` finds a submission's page; a fresh one where it is unusable.

    Without the file, `nbgrader release_feedback` would stop for the whole class.
    """
    data = _read(folder, "submission_secret.txt", SECRET_BYTES)
    text = "" if isinstance(data, Unreadable) else data.decode("ascii", "replace").strip()
    return text if re.fullmatch(r"[0-9a-f]{16,}", text) else secrets.token_hex(64)


_TIMESTAMP: Final = re.compile(
    r"\s*(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?)(?: ([A-Za-z][A-Za-z0-9_+/-]{0,60}))?\s*"
)


def parse_timestamp(text: str) -> datetime | None:
    """The time in `text` as `nbgrader.utils.parse_utc` reads it (UTC without tzinfo), or None.

    Stricter than parse_utc, which accepts whatever dateutil guesses; nbgrader's import also takes seconds.
    """
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        return None
    try:
        time = datetime.fromisoformat(_microseconds(match[1]))
        zone = ZoneInfo(match[2] or "UTC")  # refuses names that lead out of the zone database
        return time.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError, KeyError):
        return None


def _microseconds(time: str) -> str:
    """`time` with a fraction of all six digits, the only one besides three that every Python reads."""
    whole, point, fraction = time.partition(".")
    return f"{whole}.{fraction:0<6}" if point else whole


def _odd(reason: str) -> Note:
    return Note("timestamp", f"{reason}; the submission counts as one without a time, so never as late")


def _missing(name: str) -> str:
    return f"there is no {name}"


def _read(folder: Path, name: str, limit: int, used: int | None = None) -> bytes | Unreadable:
    """A file of at most `limit` bytes; if it is a notebook, what is `used` of it at most, if it has more than that."""
    try:
        with ExitStack() as stack:
            return _read_regular(_open(folder, name, stack), name, limit, limit if used is None else used)
    except SkimError as error:
        return Unreadable(str(error))
    except FileNotFoundError:
        return Unreadable(_missing(name))
    except PermissionError:
        return Unreadable(f"{name} may not be read by this user")
    except (OSError, ValueError) as error:  # ELOOP: a symlink; ENOTDIR: a file for a folder; NUL in a name
        detail = error.strerror if isinstance(error, OSError) else error
        return Unreadable(f"{name} is not a plain file in a plain folder ({detail})")


def _open(folder: Path, name: str, stack: ExitStack) -> int:
    """A descriptor of the file, opened one component at a time so that no symlink is followed."""
    *folders, last = PurePosixPath(name).parts
    if ".." in (*folders, last) or name.startswith("/"):
        raise ValueError("the name leads out of the submission")
    here = _closing(os.open(folder, _FOLDER), stack)
    for part in folders:
        here = _closing(os.open(part, _FOLDER, dir_fd=here), stack)
    return _closing(os.open(last, _FILE, dir_fd=here), stack)


def _closing(fd: int, stack: ExitStack) -> int:
    stack.callback(os.close, fd)
    return fd


def _read_regular(fd: int, name: str, limit: int, used: int) -> bytes | Unreadable:
    status = os.fstat(fd)
    if not stat.S_ISREG(status.st_mode):
        what = "a folder" if stat.S_ISDIR(status.st_mode) else "no regular file"
        return Unreadable(f"{name} is {what}")
    if status.st_size > limit:
        return Unreadable(f"{name} has {status.st_size} bytes; the limit is {limit}")
    with open(fd, "rb", closefd=False) as file:  # bounded, in case it grows meanwhile
        if status.st_size <= used:
            return file.read(used)
        return skimmed((file.read(CHUNK) for _ in range(limit // CHUNK + 1)), used)


def _others(folder: Path) -> str:
    """The first few notebooks that do stand there: a renamed file is the usual reason for a missing one."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in islice(entries, SCANNED) if entry.name.endswith(".ipynb"))
    except (OSError, ValueError):
        return ""
    shown = ", ".join(ascii(name)[:60] for name in names[:3])
    return f" (found instead: {shown})" if shown else ""
