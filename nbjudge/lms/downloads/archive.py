"""Zips that others made, read so that nothing in them can do harm.

Nothing is unpacked where its name says: the caller says where. Sizes are counted while bytes come, since what the zip
says of them is its maker's word.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Final

from nbjudge.course.errors import GradingError
from nbjudge.course.students import odd
from nbjudge.lms.policy import DEEPEST, MOST_ENTRIES, NAME_BYTES, PACKED_DIRECTORY, PACKED_FILES

_CHUNK: Final = 64 * 1024
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # of others, Python unpacks without a bound
_UTF8: Final = 0x800  # a flag: the name is UTF-8; without it, it should be cp437, and mostly is UTF-8 all the same
_END: Final = b"PK\x05\x06"
_END_64: Final = b"PK\x06\x07"
_END_FORM: Final = struct.Struct("<4s4H2LH")
_JUNK: Final = {"__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini"}  # and all that begins with a dot


class BadEntryError(Exception):
    """An entry that is not unpacked; the text says why, after its name."""


class TooLongError(BadEntryError):
    """It has more bytes than may come."""


@dataclass(frozen=True)
class Packed:
    """An entry: its name in parts, safe to be joined, and how to get at it. ``packed``: when, in ISO form."""

    parts: tuple[str, ...]
    info: zipfile.ZipInfo

    @property
    def packed(self) -> str:
        """When the zip says that it was put in, in ISO form."""
        year, month, day, hour, minute, second = self.info.date_time
        return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """A download, open.

    Raises:
        GradingError: if it cannot be read or is no zip.
    """
    try:
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise GradingError(f"{path} cannot be read: {error.strerror}") from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise GradingError(
            f"{path} is no zip that can be read ({error}): download it again, and do not pack it anew"
        ) from error
    with archive:
        if len(archive.infolist()) > MOST_ENTRIES:
            raise GradingError(f"{path} has more than {MOST_ENTRIES} entries: that is no download of one assignment")
        yield archive


@contextmanager
def opened_within(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """A zip that a student made, open.

    Raises:
        BadEntryError: if it is none, or so large that reading its list of entries would take much.
    """
    size = _directory_size(file)
    if size > PACKED_DIRECTORY:
        raise BadEntryError(f"is a zip with too long a list of entries; up to {PACKED_DIRECTORY} bytes are read")
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, EOFError, OSError) as error:
        raise BadEntryError(f"is no zip that can be read ({error})") from error
    with archive:
        if len(archive.infolist()) > PACKED_FILES:
            raise BadEntryError(f"is a zip of more than {PACKED_FILES} entries")
        yield archive


def _directory_size(file: BinaryIO) -> int:
    """The bytes of a zip's list of entries, as `zipfile` will find it; too many, if it has the form for large zips."""
    size = file.seek(0, io.SEEK_END)
    tail = min(size, _END_FORM.size + 0xFFFF)
    file.seek(size - tail)
    data = file.read(tail)
    place = len(data) - _END_FORM.size
    if place < 0 or not (data[place : place + 4] == _END and data[-2:] == b"\0\0"):
        place = data.rfind(_END)
    if place < 0 or place + _END_FORM.size > len(data):
        raise BadEntryError("is no zip that can be read (it has no list of entries)")
    if data[max(0, place - 20) : place].startswith(_END_64):
        return PACKED_DIRECTORY + 1
    return int(_END_FORM.unpack_from(data, place)[5])


def entries(archive: zipfile.ZipFile) -> Iterator[Packed | tuple[str, str]]:
    """The files in it, without junk; of one that must not be unpacked, its name and why, in place of it."""
    for info in archive.infolist():
        name = _name(info)
        parts = tuple(name.replace("\\", "/").split("/"))
        if name.endswith("/") or is_junk(parts):
            continue
        trouble = _unsafe(name, parts, info)
        yield (name, trouble) if trouble else Packed(parts, info)


def is_junk(parts: tuple[str, ...]) -> bool:
    """What operating systems and editors leave behind."""
    hidden = (part.startswith(".") and part not in (".", "..") for part in parts)
    return any(part in _JUNK for part in parts) or any(hidden)


def _name(info: zipfile.ZipInfo) -> str:
    """An entry's name. What was packed without a word on its encoding is UTF-8, if it can be."""
    name = info.orig_filename
    if info.flag_bits & _UTF8:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _unsafe(name: str, parts: tuple[str, ...], info: zipfile.ZipInfo) -> str | None:
    """Why an entry must not be unpacked, None if nothing speaks against it."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    drive = len(parts[0]) > 1 and parts[0][1] == ":"
    reasons = (
        (kind == stat.S_IFLNK, "is a link"),
        (kind not in (0, stat.S_IFREG), "is no plain file"),
        (not name or any(part in ("", ".", "..") for part in parts) or drive, "has a name that leads elsewhere"),
        (odd(name) is not None, "has control characters in its name"),
        (len(parts) > DEEPEST, f"lies more than {DEEPEST} folders deep"),
        (any(len(part.encode(errors="replace")) > NAME_BYTES for part in parts), "has too long a name"),
        (bool(info.flag_bits & 0x1), "is encrypted"),
        (info.compress_type not in _METHODS, "is packed in a way that is not read here; pack it as an ordinary zip"),
    )
    return next((reason for holds, reason in reasons if holds), None)


def unpack(archive: zipfile.ZipFile, entry: Packed, target: IO[bytes], limit: int) -> int:
    """Write an entry's bytes there; returns how many, at most ``limit``.

    Raises:
        BadEntryError: if it is damaged, or longer.
        OSError: if the target cannot be written.
    """
    written = 0
    try:
        source = archive.open(entry.info)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise BadEntryError(f"cannot be unpacked ({error})") from error
    with source:
        while True:
            try:
                chunk = source.read(_CHUNK)
            except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
                raise BadEntryError(f"cannot be unpacked ({error})") from error
            if not chunk:
                return written
            written += len(chunk)
            if written > limit:
                raise TooLongError(f"has more than the {limit} bytes that are left of what a student may hand in")
            target.write(chunk)
