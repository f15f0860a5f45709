"""Feedback in a zip: by the very rules by which Moodle and Canvas find out whose a file is."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from nbjudge.cli import ZIPS
from nbjudge.lms.feedback_zip import FORMS, names_for, zip_pages
from nbjudge.lms.gradefiles.recognising import read_grade_file
from nbjudge.lms.kept import Collected, Kept
from nbjudge.lms.people import Students, match
from tests.support.lms import STUDENTS, WORKSHEET, put


def kept(system: str, name: str, number: str, entry: str) -> Kept:
    return Kept(system, {"ada": Collected(name, number, entry, False, 0, "", "", "")})


def moodles_participant(path: str) -> str | None:
    """As Moodle looks for it: the first part of a path that has four parts with `_` between, the second a number."""
    for part in path.split("/"):
        info = part.split("_", 4)
        if len(info) >= 4 and info[1].isdecimal() and info[2:4] == ["assignsubmission", "file"]:
            return info[1]
    return None


def canvass_numbers(path: str) -> tuple[str, str] | None:
    """As Canvas looks for them: the first two numbers that stand between `_`."""
    found = re.search(r"_(\d+)_(\d+)_", path)
    return (found[1], found[2]) if found else None


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return put(tmp_path, "a.html", "<p>12 of 24</p>")


def names_in(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return archive.namelist()


@pytest.mark.parametrize(
    "name", ["Ada Lovelace", "Ada_van_der/Velde", 'O\'Neil "Ada"', "Łódź*", "Ada <x>", "Ada_12_b_c"]
)
def test_moodle_finds_the_participant_whatever_somebody_is_called(tmp_path: Path, page: Path, name: str) -> None:
    names = names_for("moodle", kept("Moodle", name, "7001", "unused"))
    zipped = zip_pages(tmp_path / "f.zip", [("ada", page)], names)
    (found,) = names_in(tmp_path / "f.zip")
    assert moodles_participant(found) == "7001"
    assert found.endswith("_assignsubmission_file_/a.html")
    assert found.count("/") == 1
    assert (zipped.pages, zipped.students, zipped.nameless) == (1, {"ada"}, [])


def test_a_worksheet_says_the_numbers_of_those_who_were_not_collected(tmp_path: Path) -> None:
    students = Students(STUDENTS)
    file = read_grade_file(put(tmp_path, "w.csv", WORKSHEET), students.has)
    names = names_for("moodle", Kept(), file, match(file.people, students).found)
    assert names["bob"] == "Bob Builder_7002_assignsubmission_file_/"
    assert {student: moodles_participant(name) for student, name in names.items()} == {
        "ada": "7001",
        "bob": "7002",
        "carl": "7003",
    }


@pytest.mark.parametrize("entry", ["lovelaceada_12_501_", "lovelaceada_LATE_12_501_", "late_LATE_12_501_"])
def test_canvas_finds_user_and_attachment(tmp_path: Path, page: Path, entry: str) -> None:
    names = names_for("canvas", kept("Canvas", "lovelaceada", "12", entry))
    zip_pages(tmp_path / "f.zip", [("ada", page)], names)
    (found,) = names_in(tmp_path / "f.zip")
    assert canvass_numbers(found) == ("12", "501")
    assert "LATE" not in found


def test_numbers_of_another_system_are_none(page: Path, tmp_path: Path) -> None:
    for form, system in (("moodle", "Canvas"), ("canvas", "Moodle")):
        names = names_for(form, kept(system, "Ada", "12", "ada_12_501_"))
        zipped = zip_pages(tmp_path / "f.zip", [("ada", page), ("bob", tmp_path / "nothing.html")], names)
        assert (names, zipped.pages, zipped.nameless) == ({}, 0, ["ada"])


def test_a_plain_zip_has_a_folder_for_each_student(page: Path, tmp_path: Path) -> None:
    zip_pages(tmp_path / "f.zip", [("ada", page), ("bob", page)], None)
    assert names_in(tmp_path / "f.zip") == ["ada/a.html", "bob/a.html"]


def test_an_old_zip_stays_where_a_new_one_cannot_be_made(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zip_pages(tmp_path / "f.zip", [("ada", page)], None)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    with pytest.raises(OSError, match="No space"):
        zip_pages(tmp_path / "f.zip", [("bob", page)], None)
    assert names_in(tmp_path / "f.zip") == ["ada/a.html"]


def test_the_command_line_offers_what_is_made() -> None:
    assert set(ZIPS) == set(FORMS)
