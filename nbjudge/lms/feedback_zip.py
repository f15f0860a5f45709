"""Feedback pages in one zip, under names by which a system takes files back.

- Moodle (*Upload multiple feedback files in a zip*) goes by `NAME_NUMBER_assignsubmission_file_/`: of the participant's
  number alone it tells whose the files are.
- Canvas (*Upload submissions*) goes by the numbers of user and attachment in the name of a file that it had packed.
- Others hand out nothing by themselves: there each student has a folder.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from nbjudge.course.files import writing_bytes_whole
from nbjudge.lms.downloads.entries import CANVAS, MOODLE
from nbjudge.lms.gradefiles.layout import GradeFile
from nbjudge.lms.kept import Kept

PLAIN: Final = "plain"
FORMS: Final[Mapping[str, str]] = {"moodle": MOODLE, "canvas": CANVAS, PLAIN: ""}
_SPECIAL: Final = re.compile(
    r'[\x00-\x1f\x7f&<>"|?:*\\/~_`\']'
)  # Moodle takes these out of names, and parts them at `_`
_MOODLES: Final = "_assignsubmission_file_"


@dataclass
class Zipped:
    """How many pages went in, of which students; and who has pages, but no name that the system would know."""

    pages: int = 0
    students: set[str] = field(default_factory=set)
    nameless: list[str] = field(default_factory=list)


def names_for(
    form: str, kept: Kept, file: GradeFile | None = None, students: Mapping[int, str] | None = None
) -> dict[str, str]:
    """Student to what the names of their files have to begin with, in a form other than PLAIN.

    Args:
        kept: what was collected.
        file: Moodle's grading worksheet; ``students``: its rows. It says the numbers of those who were not collected.
    """
    names: dict[str, str] = {}
    if form == "moodle":
        for person in file.people if file is not None and students else ():
            if person.number and person.row in (students or {}):
                names[(students or {})[person.row]] = _moodles(person.shown, person.number)
    if kept.system == FORMS[form]:
        for student, one in kept.students.items():
            names[student] = _moodles(one.name, one.number) if form == "moodle" else _canvas(one.entry)
    return names


def _moodles(name: str, number: str) -> str:
    return f"{_SPECIAL.sub(' ', name).strip()}_{number}{_MOODLES}/"


def _canvas(entry: str) -> str:
    """Without LATE, which is no part of what Canvas looks for."""
    return re.sub(r"_LATE(?=_\d+_\d+_$)", "", entry)


def zip_pages(target: Path, pages: Iterable[tuple[str, Path]], names: Mapping[str, str] | None) -> Zipped:
    """Write the zip, whole or not at all.

    Args:
        pages: student and file; those that are not there are passed over.
        names: as of ``names_for``; None: a folder for each student.

    Raises:
        OSError: if it cannot be written, or a page cannot be read; an old file is then as it was.
    """
    zipped = Zipped()
    nameless = set()
    with writing_bytes_whole(target) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for student, page in pages:
            begin = f"{student}/" if names is None else names.get(student)
            if not page.is_file():
                continue
            if begin is None:
                nameless.add(student)
                continue
            archive.write(page, f"{begin}{page.name}")
            zipped.pages += 1
            zipped.students.add(student)
    zipped.nameless = sorted(nameless)
    return zipped
