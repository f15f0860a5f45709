"""Who is who: the people of a grade file or a roster, and the course's students."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from nbgrader.api import Gradebook
from nbgrader.api import Student as StudentRow
from sqlalchemy import select

from nbjudge.lms.gradefiles.layout import EMAIL, ID, KINDS, LOGIN, NAME, Person
from nbjudge.lms.gradefiles.table import Table
from nbjudge.lms.names import folded, letters

COLUMNS: Final = ("id", "first_name", "last_name", "email", "lms_user_id")  # of `nbgrader db student import`


@dataclass(frozen=True)
class Student:
    """A student of the course, as nbgrader's gradebook has them; all but ``id`` may be empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""


def students_in_gradebook(gradebook: Gradebook) -> list[Student]:
    """All that it knows.

    Raises:
        SQLAlchemyError: if it cannot be read.
    """
    columns = [getattr(StudentRow, column) for column in COLUMNS]
    return [Student(*(value or "" for value in row)) for row in gradebook.db.execute(select(*columns))]


def students_in_table(table: Table) -> list[Student] | None:
    """Those of a roster in the form of `nbgrader db student import`; None if it has no column ``id``."""
    titles = [title.casefold() for title in table.header]
    if "id" not in titles or not set(titles) <= set(COLUMNS):
        return None
    places = [titles.index(column) if column in titles else -1 for column in COLUMNS]
    rows = ([table.value(row, place) for place in places] for row in range(1, len(table.rows)))
    return [Student(*values) for values in rows if values[0]]


class Students:
    """The course's students, to be looked up by what a system calls them. What fits two of them fits nobody.

    Attributes:
        lms_ids: id to the system's own id, empty where the gradebook does not have it.
    """

    def __init__(self, students: Iterable[Student]) -> None:
        self.lms_ids: dict[str, str] = {}
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one in students:
            self.lms_ids[one.id] = one.lms_user_id.strip()
            first, last = one.first_name, one.last_name
            known: dict[str, list[str]] = {
                LOGIN: [folded(one.id)],
                ID: [folded(one.lms_user_id)],
                EMAIL: [folded(one.email), folded(one.id) if "@" in one.id else ""],
                NAME: [letters(first + last), letters(last + first)] if first and last else [letters(first + last)],
            }
            for kind, texts in known.items():
                for text in filter(None, texts):
                    found[kind, text].add(one.id)
        self._found = {key: next(iter(ids)) for key, ids in found.items() if len(ids) == 1}

    def find(self, kind: str, text: str) -> str | None:
        """The one student of whom this is the login, id, address or name."""
        return self._found.get((kind, letters(text) if kind == NAME else folded(text)))

    def has(self, text: str) -> bool:
        """Whether this is somebody's id, letter for letter."""
        return text in self.lms_ids


@dataclass
class Matching:
    """Which row is which student.

    Attributes:
        found: row to student.
        by_name: students who were found by name alone.
        unknown: people whom the course does not know.
        doubtful: people who lead to a student to whom another row leads as well, and that student.
    """

    found: dict[int, str] = field(default_factory=dict)
    by_name: list[str] = field(default_factory=list)
    unknown: list[Person] = field(default_factory=list)
    doubtful: list[tuple[Person, str]] = field(default_factory=list)


def match(
    people: Sequence[Person], students: Students, by: str | None = None, numbers: Mapping[str, str] | None = None
) -> Matching:
    """Find the student of each row: by login, else by id, by address, by number, and by name if all else says nothing.

    Where two rows lead to one student, the one that says it by the better means has it; if both say it alike, none.

    Args:
        by: ask for this kind alone, one of `layout.KINDS`.
        numbers: numbers of downloads of submissions to students, as they were collected.
    """
    told = {
        person.row: _told(person, students, [by] if by else KINDS, {} if by else numbers or {}) for person in people
    }
    best: dict[str, int] = {}
    for rank, student in filter(None, told.values()):
        best[student] = min(rank, best.get(student, rank))
    rivals = Counter(found for found in told.values() if found is not None)
    matching = Matching()
    for person in people:
        found = told[person.row]
        if found is None:
            matching.unknown.append(person)
        elif found[0] > best[found[1]] or rivals[found] > 1:
            matching.doubtful.append((person, found[1]))
        else:
            matching.found[person.row] = found[1]
            if found[0] == _RANKS.index(NAME):
                matching.by_name.append(found[1])
    return matching


_NUMBER: Final = "number"
_RANKS: Final = (LOGIN, ID, EMAIL, _NUMBER, NAME)


def _told(
    person: Person, students: Students, kinds: Collection[str], numbers: Mapping[str, str]
) -> tuple[int, str] | None:
    """The student, and by how good a means it is known, 0 the best."""
    for rank, kind in enumerate(_RANKS):
        if kind == _NUMBER:
            found = numbers.get(person.number) if person.number else None
            if found is not None:
                return rank, found
        elif kind in kinds:
            for text in person.known_as.get(kind, ()):
                found = students.find(kind, text)
                if found is not None:
                    return rank, found
    return None
