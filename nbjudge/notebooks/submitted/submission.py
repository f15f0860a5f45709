"""Reading a submission's files from disk: regular files only, no symlink followed, nothing waited for."""

from __future__ import annotations

import os
import re
import secrets
import stat
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Final

import dateutil.parser
import dateutil.tz

from nbjudge.limits import Limits
from nbjudge.notebooks.submitted.skimming import CHUNK, SkimError, skimmed
from nbjudge.notebooks.submitted.student import Note

TIMESTAMP_BYTES: Final = 200  # "2026-11-23 21:26:52.123456 America/Argentina/Buenos_Aires" has 57
SECRET_BYTES: Final = 1000  # nbgrader writes 128 hexadecimal digits
SCANNED: Final = 1000  # entries of a submission's folder, which may hold any number
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


def read_timestamp(
    folder: Path, *, due: datetime | None = None, now: datetime | None = None
) -> tuple[datetime | None, Note | None]:
    """When the submission in `folder` was made: UTC without tzinfo, as nbgrader keeps it; and what was odd.

    `timestamp.txt` holds what `nbgrader submit` writes: `2026-11-23 21:26:52.123456 UTC`, or what other tools write.
    A missing file is nothing odd where nothing is `due`. Where something is, whatever leaves a doubt is noted.
    `now` is the present in the same form.
    """
    data = _read(folder, "timestamp.txt", TIMESTAMP_BYTES)
    if isinstance(data, Unreadable):
        missing = data.reason == _missing("timestamp.txt")
        return None, None if missing and due is None else _odd(data.reason, due)
    time, doubt = parse_timestamp(data.decode("utf-8", "replace"))
    if time is None:
        return None, _odd(f"timestamp.txt does not hold a time such as 2026-11-23 21:26:52.123456 UTC{doubt}", due)
    if time > (now or datetime.now(UTC).replace(tzinfo=None)) + CLOCK_SKEW:
        return None, _odd("timestamp.txt names a time that is yet to come", due)
    return time, Note("timestamp", f"timestamp.txt {doubt}; it was read as {time} UTC") if doubt else None


def read_secret(folder: Path) -> str:
    """The word by which `nbgrader fetch_feedback` finds a submission's page; a fresh one where it is unusable.

    Without the file, `nbgrader release_feedback` would stop for the whole class.
    """
    data = _read(folder, "submission_secret.txt", SECRET_BYTES)
    text = "" if isinstance(data, Unreadable) else data.decode("ascii", "replace").strip()
    return text if re.fullmatch(r"[0-9a-f]{16,}", text) else secrets.token_hex(64)


_ZONE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z][A-Za-z0-9_+-]*)*")  # no path out of the zone database


def parse_timestamp(text: str) -> tuple[datetime | None, str]:
    """The time in `text` as `nbgrader.utils.parse_utc` reads it (UTC without tzinfo), or None; and what is in doubt.

    parse_utc takes whatever dateutil makes a guess at. Here a text must name year, month and day by itself, since
    dateutil takes what is missing from the day on which it is read.
    """
    words = text.strip().split(" ")
    zones = _Zones()
    if len(words) == 3:  # nbgrader's own form, and then the last word is a zone whatever it is
        zones.last = words[2]
        words[2] = "TZ"
    try:
        read = [dateutil.parser.parse(" ".join(words), default=default, tzinfos=zones) for default in _DEFAULTS]
        times = [(time - (time.utcoffset() or timedelta())).replace(tzinfo=None) for time in read]
    except Exception:  # of hostile text dateutil raises almost anything
        return None, ""
    if read[0].date() != read[1].date():
        return None, ": it lacks a part of the date"
    if read[0].time() != read[1].time():
        zones.doubt = "names no time of day"
    if _DAY_OR_MONTH.match(text):
        zones.doubt = "says day and month in an order of which it leaves a doubt"
    return times[0], zones.doubt


_DAY_OR_MONTH: Final = re.compile(r"\s*(?:0?[1-9]|1[0-2])([./-])(?:0?[1-9]|1[0-2])\1")
_DEFAULTS: Final = (datetime(2000, 1, 1), datetime(2001, 2, 2, 1))  # what both give alike stands in the text


class _Zones:
    """Time zones by name and offset, as dateutil asks for them; what it does not know, nbgrader reads as UTC.

    Attributes:
        last: the word that nbgrader takes for a zone; ``doubt``: what there is to say, in words.
    """

    def __init__(self) -> None:
        self.last: str | None = None
        self.doubt = ""

    def __call__(self, name: str | None, offset: int | None) -> tzinfo | int | None:
        """What dateutil takes for a zone: one of its own, or an offset in seconds."""
        found: tzinfo | None = None
        if name == "TZ" and self.last is not None:
            with suppress(ValueError):
                seconds = int(self.last)
                self.doubt = f"names the offset {self.last[:20]}, which nbgrader takes for {seconds} seconds"
                return seconds
            found = dateutil.tz.gettz(self.last) if _ZONE.fullmatch(self.last) else None
        elif name and name in time.tzname:
            found = dateutil.tz.tzlocal()
        elif offset is not None:
            found = dateutil.tz.tzoffset(name, offset)
        if found is None and name:
            self.doubt = "names a time zone that is not known"
        return found


def _odd(reason: str, due: datetime | None) -> Note:
    if due is None:
        return Note("timestamp", f"{reason}; the submission counts as one without a time, so never as late")
    return Note(
        "no time", f"{reason}; it was due {due} UTC, and whether it was late cannot be known: it counts as not late"
    )


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
