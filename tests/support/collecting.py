"""A course into which downloads are collected, and what two systems call what they pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from pathlib import Path
from typing import Final

from nbjudge.lms.downloads.collecting import Outcome, Where, collect
from nbjudge.lms.downloads.owners import Owners
from nbjudge.lms.kept import Kept
from nbjudge.lms.people import Student
from tests.support.lms import CANVAS, STUDENTS, packed, put

Download = bytes | Mapping[str, bytes] | Sequence[tuple[str, bytes]]
ADA: Final = "lovelaceada_12_501_a.ipynb"
BOB: Final = "builderbob_13_502_a.ipynb"
# of both, from Moodle 4.1 on, before it, and without folders
MOODLES: Final = [
    ("Ada Lovelace_7001_assignsubmission_file/a.ipynb", "Bob Builder_7002_assignsubmission_file/a.ipynb"),
    ("Ada Lovelace_7001_assignsubmission_file_/a.ipynb", "Bob Builder_7002_assignsubmission_file_/a.ipynb"),
    ("Ada Lovelace_7001_assignsubmission_file_a.ipynb", "Bob Builder_7002_assignsubmission_file_a.ipynb"),
]


class Collector:
    """A course's `submitted/`, and what is kept from one collection to the next."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.submitted = root / "submitted"
        self.kept = Kept()

    def __call__(
        self,
        download: Download,
        *,
        roster: str | bytes | None = CANVAS,
        students: Sequence[Student] = STUDENTS,
        force: bool = False,
        when: str = "2026-11-24 10:00:00",
    ) -> Outcome:
        data = download if isinstance(download, bytes) else packed(download, when)
        owners = Owners(students, put(self.root, "roster.csv", roster) if roster is not None else None)
        where = Where(self.submitted, "hw", ["a.ipynb"], frozenset(student.id for student in students))
        path = put(self.root, "download.zip", data)
        return collect(path, where, owners, self.kept, zone=UTC, force=force, tell=lambda _: None)

    def files(self) -> dict[str, bytes]:
        """All that lies in `submitted/` now."""
        paths = [path for path in sorted(self.submitted.rglob("*")) if not path.is_dir()]
        return {path.relative_to(self.submitted).as_posix(): path.read_bytes() for path in paths}


def became(outcome: Outcome) -> dict[str, str]:
    return {one.student: one.became for one in outcome.done}


def troubles(outcome: Outcome) -> str:
    return "\n".join(f"{what}: {why}" for what, why in outcome.troubles)
