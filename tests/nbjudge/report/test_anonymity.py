"""A report without names: numbers in their place, and names taken out of what students wrote."""

from __future__ import annotations

import pytest

from nbjudge.report.anonymity import Names

STUDENTS = [f"student{number:02}" for number in range(30)]


def test_with_names_everything_stays_as_it_is() -> None:
    names = Names(STUDENTS, anonymous=False, others={"Ada"})
    assert names.shown("student07") == "student07"
    assert names.redacted("by Ada, student07") == "by Ada, student07"


def test_without_names_everybody_has_a_number_of_his_own_in_no_order_and_another_in_each_run() -> None:
    first, second = (Names(STUDENTS, anonymous=True) for _ in range(2))
    shown = [first.shown(student) for student in STUDENTS]
    assert len(set(shown)) == len(STUDENTS)
    assert [first.number(s) for s in STUDENTS] != sorted(first.number(s) for s in STUDENTS)
    assert shown != [second.shown(student) for student in STUDENTS]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# by Ada Lovelace (student07)", "# by [name] [name] ([name])"),
        ("ADA_, adam, _student07_", "[name], adam, [name]"),
        ("if x: self.x = li", "if x: self.x = li"),
    ],
)
def test_names_are_taken_out_of_texts_and_short_words_are_no_names(text: str, expected: str) -> None:
    names = Names(STUDENTS, anonymous=True, others={"Ada", "Lovelace", "Li", ""})
    assert names.redacted(text) == expected
