"""Canvas: what *Export* in its gradebook writes.

The titles of the first columns are English in every language. Below them stand, in this order, a line about hidden
grades (perhaps), one that begins with `Points Possible`, and then the students. A grade's column ends with its
assignment's number in brackets; the rest are notes of the teacher's, and sums that Canvas does not take back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from nbjudge.lms.gradefiles.layout import GradeColumn, GradeFile, Person, known_as, maximum, number
from nbjudge.lms.gradefiles.table import Table

_ASSIGNMENT: Final = re.compile(r"(?P<name>.+?)\s*\((?P<id>\d+)\)", re.DOTALL)
_POINTS: Final = "Points Possible"


def recognise(table: Table, is_student: Callable[[str], bool]) -> GradeFile | None:
    """The file, if it is Canvas's."""
    header = table.header
    one_name = header[:2] == ["Student", "ID"]
    if not (one_name or header[:3] == ["LastName", "FirstName", "ID"]) or "Section" not in header:
        return None
    points = next((row for row in range(1, len(table.rows)) if table.value(row, 0).startswith(_POINTS)), None)
    columns = []
    for index in range(header.index("Section") + 1, len(header)):
        found = _ASSIGNMENT.fullmatch(header[index])
        if found is not None:
            told = table.value(points, index) if points is not None else ""
            if told and number(told) is None:  # (read only), in whatever language
                continue
            maxima = [(points, index)] if points is not None else []
            columns.append(GradeColumn(index, header[index], found["name"], maximum(told), maxima))
    first = 1 if points is None else points + 1
    rows = range(first, len(table.rows))
    people = [person for row in rows if (person := _person(table, row, header, one_name=one_name)).known_as]
    return GradeFile("Canvas", "gradebook", table, people, columns)


def _person(table: Table, row: int, header: list[str], *, one_name: bool) -> Person:
    def value(title: str) -> str:
        return table.value(row, header.index(title)) if title in header else ""

    login = value("SIS Login ID")
    name = value("Student") if one_name else f"{value('LastName')}, {value('FirstName')}".strip(", ")
    asked = known_as(
        login=[login, value("SIS User ID"), login.partition("@")[0]],
        id=value("ID"),
        email=login if "@" in login else "",
        name=name,
    )
    return Person(row, name, asked if any(asked.values()) else {}, number=value("ID"))
