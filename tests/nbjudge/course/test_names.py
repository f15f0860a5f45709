"""Names and what is asked for: literally first, then as lists, then as patterns; odd names are of no use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbjudge.course.opening import ExactCourseDirectory
from nbjudge.course.students import chosen, odd, students_in, unknown

CLASS = ["*", "a", "a,b", "b", "c ", "c", "x 2", "x [2]", "é"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("x [2]", ["x [2]"]),
        ("x 2", ["x 2"]),
        ("x [0-9]", ["x 2"]),
        ("a,b", ["a,b"]),
        ("b,a", ["a", "b"]),
        ("a,b,x [2]", ["a,b", "x [2]"]),
        ("x [2],a,b", ["a,b", "x [2]"]),
        ("b, a", ["a", "b"]),
        ("c ", ["c "]),
        ("c", ["c"]),
        ("*", CLASS),
        ("[ab]", ["a", "b"]),
        ("x*", ["x 2", "x [2]"]),
        ("nobody", []),
        ("nobody,a", ["a"]),
    ],
)
def test_a_name_that_is_there_comes_first(asked: str, found: list[str]) -> None:
    assert chosen(CLASS, asked, patterns=True) == found


@given(st.lists(st.text("ab,*[] -!", min_size=1, max_size=4), min_size=1, unique=True), st.data())
def test_every_name_can_be_asked_for_alone(names: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(names))
    assert chosen(names, name, patterns=False) == [name]
    assert name == "*" or chosen(names, name, patterns=True) == [name]


def test_without_patterns_what_is_no_name_is_unknown() -> None:
    assert chosen(CLASS, "x*,a", patterns=False) == ["a"]
    assert unknown(CLASS, "x*,a,b,nobody") == ["x*", "nobody"]
    assert unknown(CLASS, "a,b") == unknown(CLASS, "") == []


@pytest.mark.timeout(10)
def test_a_long_list_takes_no_long_time() -> None:
    names = [f"s{number},x" for number in range(5000)]
    assert chosen(names, ",".join(names), patterns=True) == names


ODD = {
    "a\nb": "control",
    "a\tb": "control",
    "\x1b[2J": "control",
    "a\u2028b": "control",
    "z\udcff": "UTF-8",
    "\x7f": "control",
}


@pytest.mark.parametrize(("name", "why"), ODD.items())
def test_names_of_harm_are_odd(name: str, why: str) -> None:
    assert why in (odd(name) or "")


@pytest.mark.parametrize("name", ["ann", "=1+2", "José\xa0Pérez", "na\u200cme", "x [2]", "a,b", "'\"`$;"])
def test_other_names_are_nobodys_business(name: str) -> None:
    assert odd(name) is None


def test_odd_names_are_told_and_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("ann", "n\nl", "zoe", os.fsdecode(b"z\xff")):
        (tmp_path / "submitted" / name).mkdir(parents=True)
    for asked in ("*", "ann,zoe,n\nl"):
        coursedir = ExactCourseDirectory(root=str(tmp_path), student_id=asked)
        assert students_in("submitted", coursedir) == ["ann", "zoe"]
        told = capsys.readouterr().err
        assert "skipping submitted/'n\\nl': its name has control characters or line ends in it; rename it" in told
        assert told.isascii()


def test_blanks_around_a_name_belong_to_it(tmp_path: Path) -> None:
    for name in ("c ", "c"):
        (tmp_path / "submitted" / name).mkdir(parents=True)
    for name in ("c ", "c"):
        assert students_in("submitted", ExactCourseDirectory(root=str(tmp_path), student_id=name)) == [name]


def test_a_name_with_a_comma_can_be_excluded(tmp_path: Path) -> None:
    for name in ("a", "b", "a,b", "c"):
        (tmp_path / "submitted" / name).mkdir(parents=True)
    for excluded, left in (("a,b", ["a", "b", "c"]), ("b,a", ["a,b", "c"]), ("c,a,b", ["a", "b"])):
        coursedir = ExactCourseDirectory(root=str(tmp_path), student_id_exclude=excluded)
        assert students_in("submitted", coursedir) == left
