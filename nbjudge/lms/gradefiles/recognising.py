"""Which system a grade file is of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from nbjudge.lms.gradefiles import blackboard, brightspace, canvas, moodle
from nbjudge.lms.gradefiles.layout import GradeFile, Recognise
from nbjudge.lms.gradefiles.table import Table, TableError, read_table

_SYSTEMS: Final[tuple[Recognise, ...]] = (
    canvas.recognise, brightspace.recognise, blackboard.recognise, moodle.recognise,
)  # fmt: skip
_KNOWN: Final = (
    "Canvas's gradebook (Export), Moodle's grading worksheet or gradebook (plain text), Brightspace's grades (Export, "
    "key field Both, points) or Blackboard's Grade Center (Work Offline)"
)


def read_grade_file(path: Path, is_student: Callable[[str], bool]) -> GradeFile:
    """Read a file that a learning management system wrote.

    Args:
        is_student: whether this is the id of one of the course's students.

    Raises:
        TableError: if it cannot be read, or no system that is known writes such a file.
    """
    table = read_table(path)
    found = recognised(table, is_student)
    if found is None:
        begins = ", ".join(table.header[:6]) or "nothing"
        raise TableError(
            f"{path} is no grade file that is known here: it begins with {begins!a}; expected {_KNOWN}, as it was "
            "downloaded"
        )
    return found


def recognised(table: Table, is_student: Callable[[str], bool]) -> GradeFile | None:
    """A table as a grade file; None if no system that is known writes such tables."""
    return next((found for system in _SYSTEMS if (found := system(table, is_student)) is not None), None)
