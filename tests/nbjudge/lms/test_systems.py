"""Grade files of each system: who is in them, and where grades go. Made files, with the systems' own titles."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from nbjudge.lms.gradefiles.dates import like_a_time, read_time
from nbjudge.lms.gradefiles.filling import choose_column
from nbjudge.lms.gradefiles.layout import EMAIL, GradeFile
from nbjudge.lms.gradefiles.recognising import read_grade_file
from nbjudge.lms.gradefiles.table import TableError
from nbjudge.lms.people import Students, match
from tests.support.lms import BLIND, GERMAN, LAYOUTS, STUDENTS, WORKSHEET, nobody, put


def file_of(folder: Path, name: str) -> GradeFile:
    return read_grade_file(put(folder, "grades.csv", LAYOUTS[name][1]), Students(STUDENTS).has)


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_system_is_recognised_with_its_people_and_its_column(tmp_path: Path, name: str) -> None:
    known, _, column = LAYOUTS[name]
    file = file_of(tmp_path, name)
    assert file.name == known
    assert choose_column(file, "layers").title == column
    matching = match(file.people, Students(STUDENTS))
    assert list(matching.found.values()) == ["ada", "bob", "carl"]
    assert not matching.by_name
    assert not matching.doubtful
    assert [person.shown for person in matching.unknown] == (["Student, Test"] if "canvas" in name else [])


@pytest.mark.parametrize("name", [name for name in LAYOUTS if name != "moodle gradebook"])
def test_points_to_be_had_are_read(tmp_path: Path, name: str) -> None:
    assert choose_column(file_of(tmp_path, name), "layers").most == 24.0


@pytest.mark.parametrize("name", [name for name in LAYOUTS if "worksheet" in name])
def test_a_worksheet_says_numbers_times_and_what_is_locked_in_whatever_language(tmp_path: Path, name: str) -> None:
    file = file_of(tmp_path, name)
    assert [person.number for person in file.people] == ["7001", "7002", "7003"]
    assert [bool(person.locked) for person in file.people] == [False, False, True]
    assert read_time(file.people[0].submitted, UTC) == datetime(2026, 11, 23, 21, 26, tzinfo=UTC)
    assert read_time(file.people[1].graded, UTC) == datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
    assert [person.known_as[EMAIL] for person in file.people[:1]] == [["ada@example.org"]]
    assert not file.notes


def test_a_worksheet_without_names_shows_numbers_alone(tmp_path: Path) -> None:
    file = read_grade_file(put(tmp_path, "w.csv", BLIND), nobody)
    assert [(person.shown, person.number) for person in file.people] == [
        ("Participant 7001", "7001"),
        ("Participant 7002", "7002"),
    ]
    assert not any(map(any, (person.known_as.values() for person in file.people)))


def test_words_that_nobody_knows_are_told_and_nothing_is_locked_by_them(tmp_path: Path) -> None:
    file = read_grade_file(put(tmp_path, "w.csv", WORKSHEET.replace(",Yes,", ",Jep,").replace(",No,", ",Nop,")), nobody)
    assert [person.locked for person in file.people] == ["", "", ""]
    assert "words that are not known here, ['jep', 'nop']" in file.notes[0]


def test_a_name_that_is_anothers_login_makes_nobody_another(tmp_path: Path) -> None:
    """Students choose their names; a column of names is none of logins, though a cell of it may look like one."""
    changed = GERMAN.replace('"Carl Cox"', '"ada"').replace("carl@example.org", "c@elsewhere.org")
    file = read_grade_file(put(tmp_path, "w.csv", changed), Students(STUDENTS).has)
    assert list(match(file.people, Students(STUDENTS)).found.values()) == ["ada", "bob"]


def test_a_column_of_ids_of_the_course_is_found_by_what_stands_in_it(tmp_path: Path) -> None:
    students = Students(
        [
            one.__class__(number, one.first_name, one.last_name)
            for one, number in zip(STUDENTS, ("1001", "1002", "1003"), strict=True)
        ]
    )
    file = read_grade_file(put(tmp_path, "w.csv", GERMAN), students.has)
    matching = match(file.people, students)
    assert list(matching.found.values()) == ["1001", "1002", "1003"]
    assert not matching.by_name


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b,c,d\n1,2,3,4\n", "it begins with 'a, b, c, d'"),
        ("", "it begins with 'nothing'"),
        ("id,first_name\nada,Ada\n", "expected Canvas's gradebook"),
    ],
)
def test_another_table_is_refused_with_what_was_found(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(TableError, match=told):
        read_grade_file(put(tmp_path, "t.csv", text), nobody)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Monday, 23 November 2026, 9:26 PM", (23, 11, 21, 26)),
        ("Monday, November 23, 2026, 12:05 AM", (23, 11, 0, 5)),
        ("Montag, 2. März 2026, 21:26", (2, 3, 21, 26)),
        ("mardi 3 mars 2026, 21:26", (3, 3, 21, 26)),
        ("martes, 3 de marzo de 2026, 21:26", (3, 3, 21, 26)),
        ("marted\xec, 3 febbraio 2026, 21:26", (3, 2, 21, 26)),
        ("maandag, 2 februari 2026, 21:26", (2, 2, 21, 26)),
        ("ter\xe7a, 3 mar 2026, 21:26", (3, 3, 21, 26)),
        ("poniedziałek, 2 marca 2026, 21:26", (2, 3, 21, 26)),
        ("wtorek, 6 października 2026, 21:26", (6, 10, 21, 26)),
        ("tisdag, 5 maj 2026, 21:26", (5, 5, 21, 26)),
        ("quarta, 2 set 2026, 21:26", (2, 9, 21, 26)),
        ("lundi 17 août 2026, 21:26", (17, 8, 21, 26)),
        ("2026年 3月 2日(月曜日) 21:26", (2, 3, 21, 26)),
        ("mánudagur, 2. júní 2026, 21:26", None),
        ("-", None),
        ("", None),
        ("Monday, 31 February 2026, 9:26 PM", None),
        ("1 January 2 February 2026, 21:26", None),
    ],
)
def test_times_are_read_in_several_languages_and_never_guessed(text: str, expected: tuple[int, ...] | None) -> None:
    found = read_time(text, UTC)
    assert (found and (found.day, found.month, found.hour, found.minute)) == expected


def test_what_a_student_typed_is_no_time() -> None:
    assert not like_a_time("My answer of 2026, at 12:30, was written by night. " * 3)
    assert like_a_time("mánudagur, 2. júní 2026, 21:26")
