"""What one student handed in, unpacked into a folder of ours under names of ours; a zip among it, one level deep."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from nbjudge.lms.downloads.archive import BadEntryError, Packed, TooLongError, entries, is_junk, opened_within, unpack
from nbjudge.lms.downloads.entries import Reading
from nbjudge.lms.policy import STUDENT_BYTES, STUDENT_FILES

NOTEBOOK: Final = ".ipynb"
_ZIP: Final = ".zip"


class StudentError(Exception):
    """What a student handed in cannot be had whole; the text says why. It costs this student the collecting."""


@dataclass(frozen=True)
class Handed:
    """A file: what the student called it, where it lies now, and the system's number of the file it came in."""

    path: PurePosixPath
    file: Path
    attachment: int


@dataclass
class Unpacked:
    """Of one student: files, and what is to be said, in sentences; ``left``: so many bytes may still come."""

    left: int
    files: list[Handed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def unpack_student(archive: zipfile.ZipFile, found: Iterable[tuple[Reading, Packed]], folder: Path) -> Unpacked:
    """Unpack these entries of a download, all of one student's, into ``folder``.

    Raises:
        StudentError: if a notebook or a zip among them cannot be unpacked, or it is too much.
        OSError: if the folder cannot be written.
    """
    folder.mkdir(parents=True)
    done = Unpacked(STUDENT_BYTES)
    for reading, packed in found:
        path = PurePosixPath(*reading.path)
        if is_junk(path.parts):
            continue
        file = _unpack(archive, packed, path, folder, done)
        if file is None:
            continue
        if path.suffix.casefold() == _ZIP:
            _open_zip(Handed(path, file, reading.attachment), folder, done)
        else:
            done.files.append(Handed(path, file, reading.attachment))
    return done


def _unpack(archive: zipfile.ZipFile, packed: Packed, path: PurePosixPath, folder: Path, done: Unpacked) -> Path | None:
    """The file; None if it is no matter and cannot be had."""
    if len(done.files) >= STUDENT_FILES:
        raise StudentError(f"handed in more than {STUDENT_FILES} files")
    file = folder / str(sum(1 for _ in folder.iterdir()))
    try:
        with file.open("xb") as target:
            try:
                unpack(archive, packed, target, done.left)
            finally:  # what came of a bad one counts as well: there may be many
                done.left -= target.tell()
    except TooLongError as error:
        raise StudentError(f"{shown(str(path))} {error}") from error
    except BadEntryError as error:
        file.unlink(missing_ok=True)
        _leave_out(str(path), str(error), done)
        return None
    return file


def _leave_out(name: str, why: str, done: Unpacked) -> None:
    if may_hold_notebook(name):
        raise StudentError(f"{shown(name)} {why}")
    done.notes.append(f"left out: {shown(name)} {why}")


def _open_zip(handed: Handed, folder: Path, done: Unpacked) -> None:
    """Unpack what a student packed. A zip in it stays closed: there could be any number of them in one another."""
    before = len(done.files)
    try:
        with handed.file.open("rb") as file, opened_within(file) as archive:
            for packed in entries(archive):
                if isinstance(packed, tuple):
                    _leave_out(*packed, done)
                    continue
                path = PurePosixPath(*packed.parts)
                if path.suffix.casefold() == _ZIP:
                    done.notes.append(f"left out: {shown(str(path))} is a zip within a zip")
                    continue
                inner = _unpack(archive, packed, path, folder, done)
                if inner is not None:
                    done.files.append(Handed(path, inner, handed.attachment))
    except BadEntryError as error:
        raise StudentError(f"{shown(str(handed.path))} {error}") from error
    if len(done.files) == before:
        done.notes.append(f"there is nothing of use in {shown(str(handed.path))}")


def may_hold_notebook(name: str) -> bool:
    """Whether a file of that name is a notebook, or a zip."""
    return PurePosixPath(name).suffix.casefold() in (NOTEBOOK, _ZIP)


def shown(name: str) -> str:
    """A name that a student chose, for a message."""
    return repr(name if len(name) <= 80 else f"{name[:77]}...")
