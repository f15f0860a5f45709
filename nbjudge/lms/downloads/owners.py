"""Whose an entry of a download is: some student of the course, by the system's number, or else by name.

Students choose how they are called in many a system. So a number decides where there is one, and then the name has to
be that of the same person; and what can be read in two ways is nobody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nbjudge.course.students import odd
from nbjudge.lms.downloads.entries import CANVAS, Reading
from nbjudge.lms.gradefiles.layout import EMAIL, ID, LOGIN, NAME, GradeFile, Person
from nbjudge.lms.gradefiles.recognising import recognised
from nbjudge.lms.gradefiles.table import TableError, read_table
from nbjudge.lms.names import letters
from nbjudge.lms.people import COLUMNS, Student, Students, match, students_in_table

_LONGEST: Final = 128  # characters that nbgrader's gradebook keeps of an id


@dataclass(frozen=True)
class Owner:
    """A student, and by which reading of the entry's name; ``submitted``: when, as the roster says."""

    student: str
    reading: Reading
    by_name: bool = False
    submitted: str = ""


class Owners:
    """Who is who, in one course and one download.

    Args:
        students: whom the gradebook knows.
        roster: a grade file of the system, or a table in the form of `nbgrader db student import`.

    Raises:
        TableError: if the roster cannot be read, or says nothing about a download's numbers.
    """

    def __init__(self, students: Sequence[Student], roster: Path | None = None) -> None:
        self._known = Students(students)
        self._file: GradeFile | None = None
        if roster is not None:
            self._read(roster, students)
        people: Sequence[Person] = self._file.people if self._file is not None else ()
        self._by_number: dict[str, Person] = {person.number: person for person in people}
        self._matching = match(people, self._known)
        self._doubtful = {person.row for person, _ in self._matching.doubtful}

    def _read(self, roster: Path, students: Sequence[Student]) -> None:
        table = read_table(roster)
        listed = students_in_table(table)
        if listed is not None:
            self._known = Students({one.id: one for one in (*students, *listed)}.values())
            return
        self._file = recognised(table, self._known.has)
        if self._file is None or not any(person.number for person in self._file.people):
            found = self._file.name if self._file is not None else ", ".join(table.header[:6])
            raise TableError(
                f"{roster} does not say who is who in a download: expected Canvas's gradebook, Moodle's grading "
                f"worksheet of this very assignment, or a table with some of the columns {', '.join(COLUMNS)}; found "
                f"{found!a}"
            )

    def owner(self, ways: Sequence[Reading]) -> Owner | str:
        """Whose an entry is, of which the name can be read in these ways; or why there is no telling.

        Raises:
            TableError: if download and roster are of two systems.
        """
        found = [owner for way in ways if not isinstance(owner := self._one(way), str)]
        numbered = [owner for owner in found if not owner.by_name] or found
        if len(numbered) == 1:
            return numbered[0]
        if numbered:
            return "its name can be read as that of " + " or ".join(sorted({owner.student for owner in numbered}))
        return str(self._one(ways[0]))

    def _one(self, way: Reading) -> Owner | str:
        return self._in_gradebook(way) if self._file is None else self._in_file(way, self._file)

    def _in_file(self, way: Reading, file: GradeFile) -> Owner | str:
        if file.system != way.system:
            raise TableError(f"the download comes from {way.system}, and the roster {file.table.path} is a {file.name}")
        person = self._by_number.get(way.number)
        if person is None:
            return f"the roster has no number {way.number}: download both again"
        called = {letters(name) for name in (person.shown, *person.called)}
        if not {letters(way.name), letters(way.name + way.number)} & called:
            return (
                f"number {way.number} is {person.shown} in the roster, and {way.name!r} here: download both again; "
                "work of groups is not collected"
            )
        if person.row in self._doubtful:
            return f"{person.shown} and somebody else in the roster are the same student to the gradebook"
        student = self._matching.found.get(person.row) or _new(person)
        if student is None:
            return f"{person.shown} has no login in the roster that could be a folder's name"
        return Owner(student, way, student in self._matching.by_name, person.submitted)

    def _in_gradebook(self, way: Reading) -> Owner | str:
        student = self._known.find(ID, way.number) if way.system == CANVAS else None
        if student is not None:
            return Owner(student, way)
        student = self._known.find(NAME, way.name)
        if student is None:
            return (
                f"the gradebook has nobody of this number or name, or two ({way.name!r}, {way.number}): name a "
                "--roster, the system's own grade file"
            )
        if way.system == CANVAS and self._known.lms_ids[student]:
            return f"{student} has another number in the gradebook, {self._known.lms_ids[student]}"
        return Owner(student, way, by_name=True)


def _new(person: Person) -> str | None:
    """The login of somebody whom the gradebook does not know yet; None if it is unfit for a folder."""
    told = [text for kind in (LOGIN, EMAIL) for text in person.known_as.get(kind, ())]
    fit = told and "/" not in told[0] and not told[0].startswith(".") and len(told[0]) <= _LONGEST and not odd(told[0])
    return told[0] if fit else None
