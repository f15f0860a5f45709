"""One column of a grade file filled with points; every other byte stays as it was.

What is written is a number and nothing else, in the file's own way of writing one: nothing that a student chose, and
nothing that a spreadsheet would run.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Final

from nbjudge.lms.gradefiles.dates import read_time
from nbjudge.lms.gradefiles.layout import GradeColumn, GradeFile, Person, number
from nbjudge.lms.gradefiles.table import TableError
from nbjudge.lms.names import letters
from nbjudge.lms.policy import DECIMALS

_AS_GOOD: Final = 0.5 * 10**-DECIMALS
_COMMA: Final = re.compile(r"\d+,\d+")
_POINT: Final = re.compile(r"\d+\.\d+")


@dataclass(frozen=True)
class Points:
    """What a student has. ``since``: when that was found out; None if it is not known, or a person had a hand in it."""

    points: float
    since: datetime | None = None


@dataclass
class Filled:
    """What became of a file.

    Attributes:
        data: its bytes, with the column filled.
        written: students whose cell was written, with what it held before and holds now.
        same: students whose cell held these points already.
        left: students whose cell was left as it was, and why.
    """

    data: bytes = b""
    written: list[tuple[str, str, str]] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)


def choose_column(file: GradeFile, assignment: str, asked: str | None = None) -> GradeColumn:
    """The column that is asked for; else the only one, or the one that is named as the assignment, or names it.

    Raises:
        TableError: if none fits, or several do; the columns' names are in the text.
    """
    wanted = letters(asked or assignment)
    if asked is None and len(file.columns) == 1:
        return file.columns[0]
    tries = (
        [column for column in file.columns if asked is not None and column.title == asked.strip()],
        [column for column in file.columns if wanted in (letters(column.name), letters(column.title))],
        [column for column in file.columns if wanted and wanted in letters(column.title)],
    )
    found = next(filter(None, tries), [])
    if len(found) == 1:
        return found[0]
    listed = ", ".join(repr(column.title) for column in found or file.columns) or "none that grades may be written into"
    problem = "several columns are" if found else "no column is"
    raise TableError(
        f"{file.table.path} ({file.name}): {problem} named as {asked or assignment!r}; say --column NAME, with one "
        f"of: {listed}"
    )


def scale_for(file: GradeFile, column: GradeColumn, most: float, *, scaled: bool) -> float:
    """What points are to be multiplied by.

    Args:
        most: points to be had in the assignment.
        scaled: whether they may be multiplied at all.

    Raises:
        TableError: if the column is out of other points, and they may not; or there is no telling out of how many.
    """
    if column.most is None and scaled:
        raise TableError(
            f"{file.table.path} does not say out of how many points {column.title!r} is: leave out --scale"
        )
    if column.most is None or column.most == most:
        return 1.0
    if not scaled or not most:
        raise TableError(
            f"{column.title!r} is out of {column.most:g} points, and the assignment out of {most:g}: make it {most:g} "
            "there and download the file again, or say --scale, which multiplies"
        )
    return column.most / most


def fill(
    file: GradeFile,
    column: GradeColumn,
    students: Mapping[int, str],
    points: Mapping[str, Points],
    *,
    zone: tzinfo,
    force: bool = False,
) -> Filled:
    """Fill a column.

    Args:
        students: row to student.
        points: of each student who has some to be written, as they are to be written.
        zone: of the times in the file.
        force: write also over newer grades, and over what is no number.
    """
    filled = Filled()
    cells: dict[tuple[int, int], str] = {}
    comma = _with_comma(file, column)
    for person in file.people:
        student = students.get(person.row)
        mine = points.get(student) if student is not None else None
        if student is None or mine is None:
            continue
        there = file.table.value(person.row, column.index)
        why = _left(file, column, person, there, mine, zone, force=force)
        if why:
            filled.left.append((student, why))
        elif _same(there, mine.points):
            filled.same.append(student)
        else:
            value = _written(mine.points, comma=comma)
            cells[person.row, column.index] = value
            filled.written.append((student, there, value))
    filled.data = file.table.with_cells(cells)
    return filled


def _left(
    file: GradeFile, column: GradeColumn, person: Person, there: str, mine: Points, zone: tzinfo, *, force: bool
) -> str:
    """Why a cell is left as it is; empty if it is to be written."""
    if column.index >= len(file.table.rows[person.row]):
        return f"line {person.row + 1} of the table is shorter than its first"
    if _same(there, mine.points):
        return ""
    since = read_time(person.graded, zone)
    newer = since is not None and mine.since is not None and since > mine.since
    filled = there and there not in file.empty and not force
    if filled and number(there) is None:
        return f"the cell says {there[:40]!r}, which is no number"
    if filled and newer:
        return f"{there} was given there after it was graded here"
    return person.locked


def _same(there: str, points: float) -> bool:
    value = number(there)
    return value is not None and abs(value - points) < _AS_GOOD


def _written(points: float, *, comma: bool) -> str:
    text = f"{points:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if comma else text


def _with_comma(file: GradeFile, column: GradeColumn) -> bool:
    """Whether this file has a comma where English has a decimal point: by its numbers, most of them."""
    places = [(person.row, one.index) for person in file.people for one in file.columns]
    texts = [file.table.value(*place) for place in (*places, *column.maxima)]
    seen = Counter(bool(_COMMA.fullmatch(text)) for text in texts if _COMMA.fullmatch(text) or _POINT.fullmatch(text))
    return seen[True] > seen[False]
