"""Moodle: an assignment's grading worksheet, and what *Export* in its gradebook writes. In whatever language.

Titles and words are translated, so that both are told by the shape of what stands in their columns. A worksheet has
`WORD NUMBER` in its first column, with one word throughout (`Participant 12`); and somewhere a column of grades, then
one that says the same number in each line (the maximum), then, perhaps after the state of marking, one of two words
(whether the grade can be changed), and then times. A gradebook's export has in its last column when it was made, in
seconds since 1970.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from nbjudge.lms.gradefiles.dates import like_a_time
from nbjudge.lms.gradefiles.layout import GradeColumn, GradeFile, Person, known_as, maximum, number
from nbjudge.lms.gradefiles.table import Table

SYSTEM: Final = "Moodle"
NOTHING: Final = "-"

# *No* and *yes* in the languages in which Moodle is used most; what is neither is told
# fmt: off
_NO: Final = frozenset((
    "no", "nein", "non", "não", "nee", "nej", "nei", "ei", "nie", "ne", "nu", "нет", "ні", "не", "όχι", "hayır",  # noqa: RUF001 - Turkish
    "nem", "ez", "いいえ", "否", "아니오", "아니요", "لا", "לא",
))
_YES: Final = frozenset((
    "yes", "ja", "oui", "sí", "si", "sì", "sim", "kyllä", "jah", "tak", "ano", "áno", "da", "да", "так", "ναι",  # noqa: RUF001 - Greek
    "evet", "igen", "bai", "jā", "taip", "はい", "是", "예", "نعم", "כן",
))
# fmt: on
_PARTICIPANT: Final = re.compile(r"(?P<word>\D*[^\W\d_]\D*)(?P<number>\d+)")
_EXPORTED: Final = re.compile(r"\d{9,11}")
_TAGS: Final = re.compile(r"<[^>]*>")
_TITLE: Final = re.compile(r"(?:[^:]+:\s*)?(?P<name>.+?)(?:\s*\([^()]*\))?", re.DOTALL)


def recognise(table: Table, is_student: Callable[[str], bool]) -> GradeFile | None:
    """The file, if it is one of Moodle's two."""
    rows = range(1, len(table.rows))
    if not rows or len(table.header) < 4:
        return None
    found = [_PARTICIPANT.fullmatch(table.value(row, 0)) for row in rows]
    if all(found) and len({one["word"] for one in found if one}) == 1:
        return _worksheet(table, rows, is_student)
    if all(_EXPORTED.fullmatch(table.value(row, len(table.header) - 1)) for row in rows):
        return _gradebook(table, rows, is_student)
    return None


def _worksheet(table: Table, rows: range, is_student: Callable[[str], bool]) -> GradeFile | None:
    found = [(i, changeable) for i in range(1, len(table.header) - 2) if (changeable := _beside_grades(table, rows, i))]
    if not found:
        return None
    grade, changeable = found[-1]  # an ID number and a field of the site's own before it may look alike
    times = [i for i in range(changeable + 1, len(table.header)) if all(map(like_a_time, _column(table, rows, i)))]
    submitted = times[0] if len(times) > 1 else -1
    emails, others = _identities(table, rows, range(1, grade), is_student)
    blind = grade < 3  # identifier, status, grade: then no names are shown
    people = []
    for row in rows:
        identity = table.value(row, 0)
        participant = _PARTICIPANT.fullmatch(identity)
        name = "" if blind else _TAGS.sub("", table.value(row, 1)).strip()  # suspended people have some
        asked = known_as(login=_values(table, row, others), email=_values(table, row, emails), name=name)
        locked = "Moodle says that it cannot be changed" if _folded(table, row, changeable) in _NO else ""
        people.append(
            Person(
                row, name or identity, asked, participant["number"] if participant else "", (identity,),
                table.value(row, submitted), table.value(row, times[-1] if times else -1), locked,
            )
        )  # fmt: skip
    title, most = table.header[grade], maximum(table.value(1, grade + 1))
    column = GradeColumn(grade, title, title, most, [(row, grade + 1) for row in rows])
    odd = sorted({_folded(table, row, changeable) for row in rows} - _NO - _YES)
    return GradeFile(
        SYSTEM, "grading worksheet", table, people, [column], frozenset({NOTHING}), [_UNKNOWN % odd] if odd else []
    )


_UNKNOWN: Final = (
    "whether a grade can be changed is said by words that are not known here, %s: they were taken for *yes*, and "
    "Moodle will skip what is locked"
)


def _beside_grades(table: Table, rows: range, index: int) -> int:
    """If a worksheet's grades are in this column: the column that says whether they can be changed; else 0."""
    values, maxima = _column(table, rows, index), set(_column(table, rows, index + 1))
    if len(maxima) != 1 or maximum(maxima.pop()) is None:
        return 0
    if not all(not value or value == NOTHING or number(value) is not None for value in values):
        return 0
    near = [i for i in (index + 2, index + 3) if i < len(table.header)]
    said = {i: {_folded(table, row, i) for row in rows} for i in near}
    known = [i for i in near if said[i] <= _NO | _YES]
    short = [i for i in near if len(said[i]) <= 2 and all(word.isalpha() and len(word) <= 8 for word in said[i])]
    return next(iter(known + short), 0)


def _folded(table: Table, row: int, index: int) -> str:
    return table.value(row, index).casefold()


def _gradebook(table: Table, rows: range, is_student: Callable[[str], bool]) -> GradeFile | None:
    last = len(table.header) - 1
    emails, others = _identities(table, rows, range(last), is_student)
    columns = []
    for index in range(2, last):
        values = _column(table, rows, index)
        if index not in others and all(value == NOTHING or number(value) is not None for value in values):
            title = table.header[index]
            found = _TITLE.fullmatch(title)
            columns.append(GradeColumn(index, title, found["name"] if found else title))
    names = [index for index in range(3) if index not in emails + others][:2]
    people = []
    for row in rows:
        name = " ".join(_values(table, row, names))
        asked = known_as(login=_values(table, row, others), email=_values(table, row, emails), name=name)
        people.append(Person(row, name, asked))
    return GradeFile(SYSTEM, "gradebook", table, people, columns, frozenset({NOTHING}))


def _identities(
    table: Table, rows: range, columns: range, is_student: Callable[[str], bool]
) -> tuple[list[int], list[int]]:
    """Which of these columns hold addresses, and which other ones mostly ids of the course's students.

    A single cell that is somebody's id proves nothing: students choose what some columns say, their names for one.
    """
    emails, others = [], []
    for index in columns:
        values = [value for value in _column(table, rows, index) if value and value != NOTHING]
        if values and all("@" in value for value in values):
            emails.append(index)
        elif sum(map(is_student, values)) * 2 > len(values):
            others.append(index)
    return emails, others


def _column(table: Table, rows: range, index: int) -> list[str]:
    return [table.value(row, index) for row in rows]


def _values(table: Table, row: int, columns: Sequence[int]) -> list[str]:
    return [table.value(row, index) for index in columns]
