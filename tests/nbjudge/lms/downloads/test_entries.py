"""What names of entries say, and that no student can say it of another."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nbjudge.lms.downloads.entries import CANVAS, MOODLE, NO_FORM, Reading, readings, without_wrapper

FILES = st.text(
    st.characters(codec="utf-8", exclude_characters='/\\:*?"<>|\x00', exclude_categories=["Cc"]), min_size=1
).filter(lambda file: file not in (".", ".."))


@pytest.mark.parametrize(
    ("name", "who", "number", "entry", "file"),
    [
        ("lovelaceada_12_345_a.ipynb", "lovelaceada", "12", "lovelaceada_12_345_", "a.ipynb"),
        ("lovelaceada_LATE_12_345_a b-1.ipynb", "lovelaceada", "12", "lovelaceada_LATE_12_345_", "a b-1.ipynb"),
        ("van_der_velde_12_345_my_hw.ipynb", "van_der_velde", "12", "van_der_velde_12_345_", "my_hw.ipynb"),
        ("_12_345_x", "", "12", "_12_345_", "x"),
    ],
)
def test_canvass_names_are_read(name: str, who: str, number: str, entry: str, file: str) -> None:
    assert readings([name]) == [Reading(CANVAS, who, number, entry, (file,), "LATE" in name, 345)]


@pytest.mark.parametrize("rest", ["_/a.ipynb", "/a.ipynb", "_/sub/a.ipynb", "/sub/a.ipynb", "_a.ipynb", "_a_1.ipynb"])
def test_moodles_names_are_read(rest: str) -> None:
    entry = "Ada Lovelace_7_assignsubmission_file"
    path = tuple(rest.removeprefix("_").removeprefix("/").split("/"))
    assert readings(f"{entry}{rest}".split("/")) == [Reading(MOODLE, "Ada Lovelace", "7", entry, path)]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("anon_aB3xY_345_a.ipynb", "graded anonymously"),
        ("LATE_anon_aB3xY_345_a.ipynb", "graded anonymously"),
        ("lovelaceada_12_text.html", "typed into Canvas"),
        ("lovelaceada_LATE_12_link.html", "typed into Canvas"),
        ("Ada Lovelace_7_assignsubmission_onlinetext_/onlinetext.html", "typed into Moodle"),
    ],
)
def test_what_is_no_file_of_somebodys_is_told(name: str, told: str) -> None:
    found = readings(name.split("/"))
    assert isinstance(found, str)
    assert told in found


@pytest.mark.parametrize(
    "name",
    [
        *("a.ipynb", "ada/a.ipynb", "Ada_x_assignsubmission_file_/a", "ada_12_a.ipynb", "x/ada_12_345_a.ipynb"),
        "Ada_7_assignsubmission_file_",
    ],
)
def test_other_names_say_nothing(name: str) -> None:
    assert readings(name.split("/")) == NO_FORM


@given(st.text("abcdeföü", min_size=1), st.integers(0, 10**6), st.integers(0, 10**9), st.booleans(), FILES)
def test_whatever_a_student_calls_a_file_canvas_says_first_whose_it_is(
    name: str, number: int, attachment: int, late: bool, file: str
) -> None:
    found = readings([f"{name}_{'LATE_' if late else ''}{number}_{attachment}_{file}"])
    assert not isinstance(found, str)
    assert (found[0].number, found[0].attachment, found[0].path, found[0].late) == (
        str(number),
        attachment,
        (file,),
        late,
    )


@given(st.text("abc def'ö-", min_size=1), st.integers(0, 10**6), FILES, st.sampled_from(["/", "_/", "_"]))
def test_whatever_a_student_calls_a_file_moodle_says_first_whose_it_is(
    name: str, number: int, file: str, between: str
) -> None:
    assume(between != "_" or not file.startswith("/"))
    found = readings(f"{name}_{number}_assignsubmission_file{between}{file}".split("/"))
    assert found == [Reading(MOODLE, name, str(number), f"{name}_{number}_assignsubmission_file", (file,))]


@pytest.mark.parametrize("file", [".", ".."])
def test_what_is_left_of_a_name_does_not_lead_elsewhere(file: str) -> None:
    assert readings([f"ada_12_501_{file}"]) == NO_FORM
    assert readings(["Ada_12_assignsubmission_file_", "a", file]) == NO_FORM


def test_a_name_with_numbers_in_it_can_be_read_in_several_ways() -> None:
    found = readings(["victim_99_12_345_a.ipynb"])
    assert [(one.name, one.number) for one in found if not isinstance(one, str)] == [
        ("victim", "99"),
        ("victim_99", "12"),
    ]


def test_a_folder_around_everything_is_none_of_the_systems() -> None:
    inside = [("subs", "Ada_7_assignsubmission_file_", "a"), ("subs", "Bob_8_assignsubmission_file_", "a")]
    assert without_wrapper(inside) == 1
    assert without_wrapper([("Ada_7_assignsubmission_file_", "a"), ("Ada_7_assignsubmission_file_", "b")]) == 0
    assert without_wrapper([("subs", "x", "a_1_2_b"), ("a_1_2_c",)]) == 0
    assert without_wrapper([]) == 0
