"""Regions of a cell: where each line stands, what comes in their place, and that nbgrader reads them likewise."""

from __future__ import annotations

import importlib
from typing import Any

import nbformat
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nbjudge.notebooks.regions import (
    CODE_STUBS,
    NBGRADERS,
    Region,
    RegionError,
    line_numbers,
    places,
    replaced,
)
from tests.support.rebuilding import new_cell, new_notebook

SOLUTION, HIDDEN_TESTS, MARK_SCHEME = NBGRADERS.solution, NBGRADERS.hidden_tests, NBGRADERS.mark_scheme
CODE_STUB = CODE_STUBS["python"]
REGIONS = [SOLUTION, HIDDEN_TESTS, MARK_SCHEME]
TWO = "a\n  ### BEGIN SOLUTION\n  b\n\n  ### END SOLUTION\nc\n# BEGIN SOLUTION #\nd\n# END SOLUTION #"


def text_in(region: Region, text: str) -> str:
    """The text with another kind of region."""
    return text.replace(SOLUTION.begin, region.begin).replace(SOLUTION.end, region.end)


# ---------------------------------------------------------------- where each line stands


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.begin)
def test_each_line_is_told_where_it_stands(region: Region) -> None:
    assert list(places(text_in(region, TWO), region)) == [
        ("a", "outside"),
        (f"  ### {region.begin}", "begin"),
        ("  b", "inside"),
        ("", "inside"),
        (f"  ### {region.end}", "end"),
        ("c", "outside"),
        (f"# {region.begin} #", "begin"),
        ("d", "inside"),
        (f"# {region.end} #", "end"),
    ]


@pytest.mark.parametrize("region", [HIDDEN_TESTS, MARK_SCHEME], ids=lambda region: region.begin)
def test_marks_of_another_kind_are_lines_like_any_other(region: Region) -> None:
    assert {place for _, place in places(TWO, region)} == {"outside"}
    assert replaced(TWO, region, ["stub"]) == (TWO, 0)


def test_a_region_that_never_ends_goes_on_to_the_last_line() -> None:
    assert [place for _, place in places("a\nBEGIN SOLUTION\nb\n\n", SOLUTION)] == [
        "outside", "begin", "inside", "inside", "inside"
    ]  # fmt: skip


def test_a_region_within_another_of_its_kind_goes_on_to_the_first_end() -> None:
    nested = "BEGIN SOLUTION\na\nBEGIN SOLUTION\nb\nEND SOLUTION\nc\nEND SOLUTION"
    assert [place for _, place in places(nested, SOLUTION)] == [
        "begin", "inside", "begin", "inside", "end", "outside", "end"
    ]  # fmt: skip


def test_a_line_with_both_marks_begins_a_region() -> None:
    assert [place for _, place in places("BEGIN SOLUTION, END SOLUTION\na", SOLUTION)] == ["begin", "inside"]


def test_numbers_of_lines_count_from_one_and_leave_the_marks_out() -> None:
    assert line_numbers(TWO, SOLUTION) == {3, 4, 8}
    assert line_numbers(TWO, HIDDEN_TESTS) == frozenset()
    assert line_numbers("BEGIN SOLUTION\na\nb", SOLUTION) == {2, 3}


# ---------------------------------------------------------------- what comes in their place


def test_each_region_becomes_the_stub_and_is_counted() -> None:
    assert replaced(TWO, SOLUTION, ["one", "two"]) == ("a\n  one\n  two\nc\none\ntwo", 2)
    assert replaced(TWO, SOLUTION, []) == ("a\nc", 2)


def test_a_text_without_regions_stays_as_it_is() -> None:
    for text in ("", "\n", "a\n\n b \n"):
        assert replaced(text, SOLUTION, ["stub"]) == (text, 0)


@pytest.mark.parametrize("indent", ["", "    ", "\t", " \t ", "\u00a0", "\u3000 "], ids=ascii)
def test_the_stub_is_as_far_indented_as_the_first_line_of_its_region(indent: str) -> None:
    text = f"def f():\n{indent}# BEGIN SOLUTION\n        deeper\n# END SOLUTION"
    assert replaced(text, SOLUTION, ["one", "  two"]) == (f"def f():\n{indent}one\n{indent}  two", 1)


def test_an_end_without_a_begin_is_left_out() -> None:
    assert replaced("a\nEND SOLUTION\nb", SOLUTION, ["stub"]) == ("a\nb", 0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("BEGIN SOLUTION\na", "BEGIN SOLUTION without END SOLUTION: add the end"),
        ("BEGIN SOLUTION\nEND SOLUTION\n  BEGIN SOLUTION", "BEGIN SOLUTION without END SOLUTION: add the end"),
        ("BEGIN SOLUTION\nBEGIN SOLUTION\nEND SOLUTION", "BEGIN SOLUTION within BEGIN SOLUTION: close the first"),
        ("BEGIN SOLUTION END SOLUTION\na", "BEGIN SOLUTION without END SOLUTION: add the end"),
    ],
)
def test_a_nested_or_endless_region_is_refused_with_its_text(text: str, said: str) -> None:
    with pytest.raises(RegionError) as caught:
        replaced(text, SOLUTION, ["stub"])
    assert str(caught.value).startswith(said)
    assert text in str(caught.value)


# ---------------------------------------------------------------- as nbgrader reads them


MARKS = [mark for region in REGIONS for mark in (region.begin, region.end)]
blank = st.text(" \t\u00a0\u2003\x0b\x1c", max_size=4)
line = st.tuples(blank, st.sampled_from([*MARKS, *MARKS, "x = 1", "", "BEGIN", "begin solution"]), blank).map("".join)
odd_line = st.tuples(line, st.sampled_from(["", " ", "### "]), line).map("".join) | st.text(max_size=6)
texts = st.lists(line | odd_line, max_size=12).map("\n".join)
# such as an instructor writes: regions that are closed, mostly
closed = st.lists(
    st.tuples(st.sampled_from(REGIONS), blank, st.lists(st.sampled_from(["y", "  z", ""]), max_size=3)).map(
        lambda drawn: "\n".join([f"{drawn[1]}### {drawn[0].begin}", *drawn[2], f"### {drawn[0].end}"])
    )
    | line,
    max_size=6,
).map("\n".join)


def cleared_by_nbgrader(stage: str, text: str) -> str | None:
    """What one of nbgrader's preprocessors makes of a cell that has no role; None if it refuses it."""
    made: Any = getattr(importlib.import_module("nbgrader.preprocessors"), stage)()  # here, as it takes seconds
    made.enforce_metadata = False
    made.log.disabled = True  # it prints what it refuses
    notebook = nbformat.from_dict(new_notebook([new_cell(text, "cell")]))
    try:
        return str(made.preprocess(notebook, {})[0].cells[0].source)
    except RuntimeError:
        return None


def cleared(region: Region, stub: list[str], text: str) -> str | None:
    try:
        return replaced(text, region, stub)[0]
    except RegionError:
        return None


@settings(max_examples=300)
@given(texts | closed)
@example("\x0c### BEGIN SOLUTION\n### END SOLUTION")
@example("a\r\n\t### BEGIN SOLUTION\r\nb\r\n\t### END SOLUTION\r\n")
@example("BEGIN HIDDEN TESTS\nBEGIN HIDDEN TESTS")
@example("END SOLUTION BEGIN SOLUTION\nEND SOLUTION")
def test_any_text_is_cleared_or_refused_as_nbgrader_does(text: str) -> None:
    assert cleared(SOLUTION, CODE_STUB.split("\n"), text) == cleared_by_nbgrader("ClearSolutions", text)
    assert cleared(HIDDEN_TESTS, [], text) == cleared_by_nbgrader("ClearHiddenTests", text)
    assert cleared(MARK_SCHEME, [], text) == cleared_by_nbgrader("ClearMarkScheme", text)


@given(texts | closed, st.sampled_from(REGIONS))
def test_what_is_kept_are_the_lines_outside_and_what_is_numbered_those_inside(text: str, region: Region) -> None:
    lines = list(places(text, region))
    assert "\n".join(line for line, _ in lines) == text
    assert line_numbers(text, region) == {n for n, (_, place) in enumerate(lines, start=1) if place == "inside"}
    kept = cleared(region, [], text)
    assert kept is None or kept == "\n".join(line for line, place in lines if place == "outside")
