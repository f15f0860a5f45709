"""CSV files: text that somebody chose stays text in a spreadsheet, and numbers stay numbers."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from nbjudge.gradebook.csv_file import harmless, write_table

RUN = {
    "=1+2": "'=1+2",
    '=HYPERLINK("http:x")': '\'=HYPERLINK("http:x")',
    "+cmd": "'+cmd",
    "-2+3": "'-2+3",
    "@SUM(1)": "'@SUM(1)",
    "\t=1": "'\t'=1",
    "\r=1": "'\r'=1",
    " =1": "' =1",
    "\uff1d1": "'\uff1d1",
    "x;=1+2": "x;'=1+2",
    "x\n=1+2": "x\n'=1+2",
    "-": "'-",
}


@pytest.mark.parametrize(("text", "written"), RUN.items())
def test_what_a_spreadsheet_would_run_is_text(text: str, written: str) -> None:
    assert harmless(text) == written


@pytest.mark.parametrize(
    "text", ["ann", "", "a=1", "a-b", "O'Neil", "-2", "-2.5", "+3", "1e5", "007", "x@y.org", "Müller, Ø"]
)
def test_other_text_and_numbers_stay(text: str) -> None:
    assert harmless(text) == text


def test_numbers_are_written_as_they_are_and_text_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert write_table(path, ["name", "score"], [["=1", -2.5], ['a,"b"\nc', None], ["x", False]]) == 3
    with path.open(newline="") as file:
        assert list(csv.reader(file)) == [["name", "score"], ["'=1", "-2.5"], ['a,"b"\nc', ""], ["x", "False"]]
