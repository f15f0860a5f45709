"""What was collected from a download, and as whose: kept beside the trials, in `.nbjudge/ASSIGNMENT/lms/`.

The names in a download are the only place where Moodle says by which number it knows a student in this assignment, and
it takes feedback back under the same name. A later collection sees by it what is newer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from nbjudge.course.files import JUDGES_FOLDER, write_whole
from nbjudge.lms.names import letters

NAME: Final = Path("lms", "collected.json")
SCHEMA: Final = 1


@dataclass(frozen=True)
class Collected:
    """What was collected of one student.

    Attributes:
        name, number: what the system calls them.
        entry: what the names of their entries began with, such as `Ada Lovelace_123_assignsubmission_file_`.
        late: whether the system marked it as late.
        attachment: the highest number of a file in it, in Canvas; else 0.
        submitted: when, UTC in ISO form; empty if that is not known.
        packed: when the download was made, by its own clock, in ISO form.
        digest: of what lay in `submitted/` then.
    """

    name: str
    number: str
    entry: str
    late: bool
    attachment: int
    submitted: str
    packed: str
    digest: str


@dataclass
class Kept:
    """Of an assignment: ``system``, `Canvas` or `Moodle`, empty before the first collection; and students by id."""

    system: str = ""
    students: dict[str, Collected] = field(default_factory=dict)

    def numbers(self, system: str, names: Mapping[str, str]) -> dict[str, str]:
        """A system's numbers to students, for those of whom the name is still the same.

        Args:
            names: the system's numbers to names, as it has them now.
        """
        return {
            one.number: student
            for student, one in self.students.items()
            if system == self.system and one.number in names and letters(names[one.number]) == letters(one.name)
        }


def read_kept(root: Path, assignment: str) -> Kept:
    """What is kept of an assignment of the course in ``root``; nothing, if there is nothing that can be read."""
    try:
        told: Any = json.loads((root / JUDGES_FOLDER / assignment / NAME).read_text(encoding="utf-8"))
        if told["schema"] != SCHEMA:
            return Kept()
        return Kept(str(told["system"]), {name: Collected(**one) for name, one in told["students"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Kept()


def write_kept(root: Path, assignment: str, kept: Kept) -> None:
    """Keep it.

    Raises:
        OSError: if it cannot be written.
    """
    path = root / JUDGES_FOLDER / assignment / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    students = {name: asdict(one) for name, one in sorted(kept.students.items())}
    told = {"schema": SCHEMA, "system": kept.system, "students": students}
    write_whole(path, json.dumps(told, indent=1, ensure_ascii=False) + "\n")
