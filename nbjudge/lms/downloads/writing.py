"""Submissions into `submitted/`: a student's folder is there whole or not at all, whenever a kill comes."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from nbjudge.grading.autograded import TIMESTAMP, share_with_group

_FORM: Final = "%Y-%m-%d %H:%M:%S.%f UTC"  # as `nbgrader submit` writes it
_PREFIX: Final = ".nbjudge-collect."
_OLD: Final = "old"


class Staging:
    """A folder beside the students' in `submitted/`, in which one student's files after the other's are put together.

    It begins with a dot, so that nobody takes it for a student. What a killed process left is put right first; whoever
    calls holds the course's lock, so that no other process is at it.

    Args:
        submitted: the course's folder of that name, which is made if it is not there.
        assignment: its name.
        shared: let other instructors write what is collected, as nbgrader's ``groupshared`` has it.

    Raises:
        OSError: if it cannot be written.
    """

    def __init__(self, submitted: Path, assignment: str, *, shared: bool = False) -> None:
        self._submitted = submitted
        self._assignment = assignment
        self._shared = shared
        submitted.mkdir(parents=True, exist_ok=True)
        self._put_right()
        self._folder = submitted / f"{_PREFIX}{assignment}"
        self._folder.mkdir()

    def close(self) -> None:
        """Remove it."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def raw(self, student: str) -> Path:
        """Where a student's files are unpacked; not there yet."""
        return self._folder / student / "raw"

    def put_together(self, student: str, files: Mapping[str, Path], when: datetime | None) -> Path:
        """A folder as it shall lie in `submitted/`; the files are moved into it."""
        new = self._folder / student / "new"
        new.mkdir(parents=True)
        for name, file in files.items():
            target = new / name
            target.parent.mkdir(parents=True, exist_ok=True)
            file.rename(target)
        if when is not None:
            (new / TIMESTAMP).write_text(when.astimezone(UTC).strftime(_FORM) + "\n", encoding="utf-8")
        return new

    def put_in_place(self, student: str, new: Path) -> None:
        """Make it the student's submission; what was one before goes."""
        target = self.target(student)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() or target.is_symlink():
            target.rename(self._folder / student / _OLD)
        new.rename(target)
        if self._shared:
            share_with_group(target, self._submitted)

    def done(self, student: str) -> None:
        """Remove what is left of the student's files here."""
        shutil.rmtree(self._folder / student, ignore_errors=True)

    def target(self, student: str) -> Path:
        """The student's submission."""
        return self._submitted / student / self._assignment

    def _put_right(self) -> None:
        """After a kill between the two renames of ``put_in_place``, put the old one back; clear away the rest."""
        for left in self._submitted.glob(f"{_PREFIX}*"):
            assignment = left.name.removeprefix(_PREFIX)
            for old in left.glob(f"*/{_OLD}"):
                target = self._submitted / old.parent.name / assignment
                if not target.exists():
                    with contextlib.suppress(OSError):
                        old.rename(target)
            shutil.rmtree(left, ignore_errors=True)


def digest_of(folder: Path) -> str:
    """Changes with all names and bytes in a folder; empty if it is not there. Links count by where they lead."""
    if not folder.is_dir():
        return ""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix().encode(errors="surrogateescape")
        if path.is_symlink():
            content = os.readlink(path).encode(errors="surrogateescape")
        elif path.is_file():
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").digest()
        else:
            continue
        digest.update(b"%d:%s%d:%s" % (len(name), name, len(content), content))
    return digest.hexdigest()
