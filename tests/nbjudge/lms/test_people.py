"""Who is who: by the best means that a row has, and nobody where two could be meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from nbjudge.lms.gradefiles.layout import Person, known_as
from nbjudge.lms.gradefiles.table import read_table
from nbjudge.lms.people import Student, Students, match, students_in_gradebook, students_in_table
from tests.support.lms import STUDENTS, put

KNOWN = Students(
    [
        *STUDENTS,
        Student("dora", "Dora", "Cox", lms_user_id="77"),
        Student("x1", "Ada", "Same"),
        Student("x2", "Ada", "Same"),
    ]
)


def person(row: int = 1, number: str = "", **asked: Any) -> Person:
    return Person(row, f"row {row}", known_as(**asked), number)


@pytest.mark.parametrize(
    ("asked", "student"),
    [
        ({"login": "ADA "}, "ada"),
        ({"login": "unknown", "email": "Bob@Example.org"}, "bob"),
        ({"id": "77"}, "dora"),
        ({"id": "ada"}, None),
        ({"name": "Lovelace, Ada"}, "ada"),
        ({"name": "ada lovelace"}, "ada"),
        ({"name": "Ada Same"}, None),
        ({"name": ""}, None),
        ({"login": "carl", "name": "Ada Lovelace"}, "carl"),
    ],
)
def test_a_row_is_found_by_the_best_that_it_says(asked: dict[str, Any], student: str | None) -> None:
    matching = match([person(**asked)], KNOWN)
    assert list(matching.found.values()) == ([student] if student else [])
    assert len(matching.unknown) == (student is None)
    assert matching.by_name == ([student] if student and list(asked) == ["name"] else [])


@pytest.mark.parametrize("by", ["login", "id", "email", "name"])
def test_only_what_is_asked_by_counts(by: str) -> None:
    asked: dict[str, Any] = {"login": "ada", "id": "77", "email": "bob@example.org", "name": "Carl Cox"}
    expected = {"login": "ada", "id": "dora", "email": "bob", "name": "carl"}
    assert list(match([person(**asked)], KNOWN, by).found.values()) == [expected[by]]


def test_of_two_rows_for_one_student_the_surer_has_it_and_else_none() -> None:
    surer, namesake = person(1, login="ada"), person(2, name="Ada Lovelace")
    matching = match([namesake, surer], KNOWN)
    assert (matching.found, matching.doubtful) == ({1: "ada"}, [(namesake, "ada")])
    twins = [person(1, name="Ada Lovelace"), person(2, name="Lovelace Ada")]
    matching = match(twins, KNOWN)
    assert (matching.found, [one for one, _ in matching.doubtful]) == ({}, twins)


def test_a_number_that_was_collected_counts_before_a_name_and_after_an_address() -> None:
    numbers = {"7001": "bob"}
    assert match([person(number="7001", name="Ada Lovelace")], KNOWN, None, numbers).found == {1: "bob"}
    assert match([person(number="7001", email="ada@example.org")], KNOWN, None, numbers).found == {1: "ada"}
    assert match([person(number="7001", name="Ada Lovelace")], KNOWN, "name", numbers).found == {1: "ada"}


def test_the_gradebook_and_a_table_for_nbgrader_say_the_same(file: Path, tmp_path: Path) -> None:
    with Gradebook(f"sqlite:///{file}", "mini-torch") as gradebook:
        gradebook.add_student("ada", first_name="Ada", last_name="Lovelace", lms_user_id="12")
        assert students_in_gradebook(gradebook) == [Student("ada", "Ada", "Lovelace", "", "12")]
    table = read_table(put(tmp_path, "students.csv", "lms_user_id,id,last_name,first_name\n12,ada,Lovelace,Ada\n,,,\n"))
    assert students_in_table(table) == [Student("ada", "Ada", "Lovelace", "", "12")]
    assert students_in_table(read_table(put(tmp_path, "other.csv", "id,grade\nada,3\n"))) is None
