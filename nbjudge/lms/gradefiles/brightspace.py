"""Brightspace (D2L): what *Export* of *Enter Grades* writes, with the key field *Both* and *Points grade*.

`OrgDefinedId` and `Username` carry a `#` in front, so that spreadsheets keep leading zeros, and each line ends with one
under `End-of-Line Indicator`. Of a grade's column the title says how it is to be read: `NAME Points Grade`, and in an
export `<Numeric MaxPoints:20 ...>` behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from nbjudge.lms.gradefiles.layout import GradeColumn, GradeFile, Person, known_as, maximum
from nbjudge.lms.gradefiles.table import Table

_POINTS: Final = re.compile(r"(?P<name>.+?) Points Grade(?:\s*<(?P<more>[^>]*)>)?", re.DOTALL)
_MOST: Final = re.compile(r"MaxPoints:(\S+)")


def recognise(table: Table, is_student: Callable[[str], bool]) -> GradeFile | None:
    """The file, if it is Brightspace's."""
    header = table.header
    if "End-of-Line Indicator" not in header or not {"OrgDefinedId", "Username"} & set(header):
        return None
    columns = []
    for index, title in enumerate(header):
        found = _POINTS.fullmatch(title)
        if found is not None:
            most = _MOST.search(found["more"] or "")
            columns.append(GradeColumn(index, title, found["name"], maximum(most[1]) if most else None))
    people = [_person(table, row, header) for row in range(1, len(table.rows))]
    return GradeFile("Brightspace", "grades", table, people, columns)


def _person(table: Table, row: int, header: list[str]) -> Person:
    def value(title: str) -> str:
        return table.value(row, header.index(title)).removeprefix("#") if title in header else ""

    name = " ".join(part for part in (value("First Name"), value("Last Name")) if part)
    number = value("OrgDefinedId")
    asked = known_as(login=[value("Username"), number], id=number, email=value("Email"), name=name)
    return Person(row, name or value("Username") or number, asked)
