"""Whose folders a course's patterns ask for."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.coursedir import CourseDirectory

from nbjudge.course.students import students_in

CLASS = ("ada", "bob", "Bob", "bo", "eve.2", "éva", "x,y")
NO_TEXT = b"z\xff"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course in which all of CLASS have submitted something."""
    for student in CLASS:
        (tmp_path / "submitted" / student / "layers").mkdir(parents=True)
    return tmp_path


def _asked(root: Path, student_id: str = "*", exclude: str = "") -> list[str]:
    coursedir = CourseDirectory(root=str(root), student_id=student_id, student_id_exclude=exclude)
    return students_in("submitted", coursedir)


def test_by_default_it_is_the_whole_class_by_name(root: Path) -> None:
    assert _asked(root) == sorted(CLASS)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("ada", ["ada"]),
        ("bob,ada", ["ada", "bob"]),
        ("b*", ["bo", "bob"]),
        ("b?", ["bo"]),
        ("[ae]*", ["ada", "eve.2"]),
        ("[!a-z]*", ["Bob", "éva"]),
        ("ada,a*,*a", ["ada", "éva"]),
        ("eve", []),
        ("nobody", []),
        ("", sorted(CLASS)),
    ],
)
def test_patterns_name_students(root: Path, pattern: str, found: list[str]) -> None:
    assert _asked(root, pattern) == found


def test_whom_the_course_excludes_is_left_out_of_whatever_is_asked(root: Path) -> None:
    assert _asked(root, "*", "ada,bob") == sorted({*CLASS} - {"ada", "bob"})
    assert _asked(root, "ada,bo", "ada") == ["bo"]
    assert _asked(root, "b*", "b*") == ["bo", "bob"], "these are names, as for nbgrader, and no patterns"


@pytest.mark.parametrize("pattern", ["*", ".*", ".ipynb_checkpoints"])
def test_hidden_folders_are_no_students(root: Path, pattern: str) -> None:
    (root / "submitted" / ".ipynb_checkpoints" / "layers").mkdir(parents=True)
    assert ".ipynb_checkpoints" not in _asked(root, pattern)


def test_a_name_that_is_no_text_is_skipped_and_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkdir(os.fsencode(root / "submitted") + b"/" + NO_TEXT)
    assert _asked(root) == sorted(CLASS)
    told = capsys.readouterr().err
    assert told == "nbjudge: skipping submitted/'z\\udcff': its name is not UTF-8; rename it\n"
    assert told.isascii()


def test_a_name_that_is_no_text_is_not_told_to_who_asks_for_others(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkdir(os.fsencode(root / "submitted") + b"/" + NO_TEXT)
    assert _asked(root, "ada") == ["ada"]
    assert _asked(root, "*", os.fsdecode(NO_TEXT)) == sorted(CLASS)
    assert capsys.readouterr().err == ""


def test_another_step_and_another_structure_have_their_own_folders(root: Path) -> None:
    (root / "graded" / "in" / "ada" / "layers").mkdir(parents=True)
    coursedir = CourseDirectory(
        root=str(root), directory_structure="graded/{nbgrader_step}/{student_id}/{assignment_id}"
    )
    assert students_in("in", coursedir) == ["ada"]
    assert students_in("autograded", CourseDirectory(root=str(root))) == [], "nobody is graded yet"


@pytest.fixture
def closed() -> Iterator[Path]:
    """A course whose submissions this process may not read, even if it is root otherwise."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o755)
        (root / "submitted").mkdir(mode=0)
        mine = os.geteuid()
        if mine == 0:
            os.seteuid(65534)
        try:
            yield root
        finally:
            os.seteuid(mine)


def test_a_folder_that_may_not_be_read_is_an_error_and_no_empty_class(closed: Path) -> None:
    with pytest.raises(PermissionError):
        _asked(closed)
