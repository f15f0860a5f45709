"""Blackboard: what *Work Offline, Download* in its Grade Center writes: with tabs, in UTF-16, though it is named .xls.

A column that can be uploaded again carries points and number: `NAME [Total Pts: 20 Score] |123`. Sums that it works out
itself say `up to`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from nbjudge.lms.gradefiles.layout import GradeColumn, GradeFile, Person, known_as, maximum
from nbjudge.lms.gradefiles.table import Table

_COLUMN: Final = re.compile(
    r"(?P<name>.+?)\s*\[Total Pts: (?P<most>\d+(?:[.,]\d+)?)(?: Score)?\]\s*\|\s*\d+", re.DOTALL
)


def recognise(table: Table, is_student: Callable[[str], bool]) -> GradeFile | None:
    """The file, if it is Blackboard's."""
    header = table.header
    if "Username" not in header or not any(re.search(r"\[Total Pts: .*\|\s*\d+$", title) for title in header):
        return None
    columns = []
    for index, title in enumerate(header):
        found = _COLUMN.fullmatch(title)
        if found is not None:
            columns.append(GradeColumn(index, title, found["name"], maximum(found["most"])))
    people = [_person(table, row, header) for row in range(1, len(table.rows))]
    return GradeFile("Blackboard", "Grade Center", table, people, columns)


def _person(table: Table, row: int, header: list[str]) -> Person:
    def value(title: str) -> str:
        return table.value(row, header.index(title)) if title in header else ""

    name = " ".join(part for part in (value("First Name"), value("Last Name")) if part)
    number = value("Student ID")
    asked = known_as(login=[value("Username"), number], id=number, email=value("Email"), name=name)
    return Person(row, name or value("Username"), asked)
