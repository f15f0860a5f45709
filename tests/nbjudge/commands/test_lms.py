"""`nbjudge collect`, `export --into` and `feedback --zip` on a course: what they tell, and that they fit together."""

from __future__ import annotations

import os
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from nbgrader.api import Grade, Gradebook
from sqlalchemy import update

from nbjudge.gradebook.recording import record
from tests.support.forking import Ended, fork_program
from tests.support.gradebooks import EARLY, graded, no_penalty
from tests.support.lms import BLACKBOARD, CANVAS, NOTEBOOK, STUDENTS, WORKSHEET, packed, put

# the course's assignment has two notebooks, of 12 points each
MOODLES = {
    f"{name}_{number}_assignsubmission_file_/{book}.ipynb": NOTEBOOK
    for name, number in (("Ada Lovelace", 7001), ("Bob Builder", 7002))
    for book in ("first", "second")
}
Command = Callable[..., Ended]


@pytest.fixture
def root(template: Path, tmp_path: Path) -> Path:
    """A course with three students, ada and bob graded, and nothing in `submitted/`."""
    course = tmp_path / "course"
    (course / "source" / "layers").mkdir(parents=True)
    for book in ("first", "second"):
        put(course / "source" / "layers", f"{book}.ipynb", NOTEBOOK)
    put(course, "nbgrader_config.py", "c = get_config()\nc.CourseDirectory.course_id = 'mini-torch'\n")
    shutil.copy(template, course / "gradebook.db")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "mini-torch") as gradebook:
        for one in STUDENTS:
            gradebook.add_student(one.id, first_name=one.first_name, last_name=one.last_name, email=one.email)
        record(gradebook, "layers", "ada", EARLY, graded(3.0, 2.5, 0.125, essay=False), no_penalty)
        record(gradebook, "layers", "bob", EARLY, graded(0.0, 0.0, 1.0, essay=False), no_penalty)
        nobody_waits(gradebook)
    return course


def nobody_waits(gradebook: Gradebook) -> None:
    """A person has been through all cells."""
    gradebook.db.execute(update(Grade).values(needs_manual_grade=False))
    gradebook.db.commit()


@pytest.fixture
def command(root: Path) -> Command:
    """`nbjudge` there: its exit code, and what it printed."""
    return lambda *words: fork_program(("nbjudge", *words), root, {"TZ": "Europe/Berlin"}).wait()


def test_moodles_download_goes_in_and_its_names_come_out_again(root: Path, command: Command) -> None:
    put(root, "all.zip", packed(MOODLES | {"x_1_assignsubmission_file_/../evil": b""}))
    put(root, "w.csv", WORKSHEET)
    done = command("collect", "layers", "--from", "all.zip", "--roster", "w.csv", "--zone", "Europe/Berlin")
    assert done.code == 1, done.err
    assert done.err.splitlines() == ["nbjudge: 'x_1_assignsubmission_file_/../evil': has a name that leads elsewhere"]
    assert done.out.splitlines() == ["2 collected; 1 could not be collected"]
    assert (root / "submitted/ada/layers/timestamp.txt").read_text() == "2026-11-23 20:26:00.000000 UTC\n"
    again = command("collect", "layers", "--from", "all.zip", "--roster", "w.csv", "--zone", "Europe/Berlin")
    assert again.out == "0 collected, 2 up to date; 1 could not be collected\n"


def test_canvass_marks_and_names_are_told(root: Path, command: Command) -> None:
    entries = {"lovelaceada_LATE_12_501_first.ipynb": NOTEBOOK, "lovelaceada_LATE_12_502_my 2nd.ipynb": NOTEBOOK}
    put(root, "all.zip", packed(entries))
    done = command("collect", "layers", "--from", "all.zip")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "ada: 'my 2nd.ipynb' was taken for second.ipynb: it is the only notebook left",
        "marked as late: ada",
        "told by their names alone: ada",
        "1 collected",
    ]
    assert sorted(os.listdir(root / "submitted/ada/layers")) == ["first.ipynb", "second.ipynb"]


def test_points_go_into_the_teachers_own_file(root: Path, command: Command) -> None:
    path = put(root, "grades.csv", CANVAS)
    done = command("export", "--into", "grades.csv", "--assignment", "layers")
    assert done.code == 0, done.err
    assert done.out.splitlines() == [
        "bob: 3.00 became 2",
        "in the file, and not in the course: Student, Test",
        "grades.csv (Canvas gradebook), column 'layers (991)': 2 written, 0 had the same points, 0 left as they were",
    ]
    expected = CANVAS.replace('Section 1,,,"7.50"', 'Section 1,,11.25,"7.50"').replace(",3.00,N/A", ",2,N/A")
    assert path.read_bytes().decode() == expected
    assert "0 written, 2 had the same" in command("export", "--into", "grades.csv", "--assignment", "layers").out


def test_into_another_file_where_that_is_asked(root: Path, command: Command) -> None:
    path = put(root, "gc.xls", BLACKBOARD.replace("Total Pts: 24", "Total Pts: 48").encode("utf-16"))
    before = path.read_bytes()
    done = command(
        "export",
        "--into",
        "gc.xls",
        "--scale",
        "--assignment",
        "layers",
        "--to",
        "filled.xls",
        "--by",
        "login",
        "--student",
        "ada",
    )
    assert done.code == 0, done.err
    assert path.read_bytes() == before
    assert '"Yes"\t"0"\t"22.5"\t""' in (root / "filled.xls").read_bytes().decode("utf-16")
    assert "1 written" in done.out


def test_who_waits_or_is_on_one_side_alone_is_told_and_left(root: Path, command: Command) -> None:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "mini-torch") as gradebook:
        gradebook.add_student("dora", first_name="Dora", last_name="Dee")
        record(gradebook, "layers", "dora", EARLY, graded(1.0, 1.0, 1.0, essay=False), no_penalty)
        nobody_waits(gradebook)
        record(gradebook, "layers", "carl", EARLY, graded(1.0, 1.0, 1.0), no_penalty)
    put(root, "grades.csv", CANVAS.replace(",EX,", ",,"))
    done = command("export", "--into", "grades.csv", "--assignment", "layers")
    assert "nbjudge: carl: left as it was: 4 cells wait for a person" in done.err
    assert "in the course, and not in the file: dora" in done.out
    assert '"Cox, Carl",14,u14,carl,Section 1,,,,,\r\n' in (root / "grades.csv").read_bytes().decode()


@pytest.mark.parametrize(("newer", "kept"), [(True, True), (False, False)])
def test_a_grade_that_moodle_has_newer_is_kept(root: Path, command: Command, newer: bool, kept: bool) -> None:
    """Wednesday, 25 November 2026 is when bob's 3.00 was given there."""
    notebook = root / "autograded" / "bob" / "layers" / "first.ipynb"
    notebook.parent.mkdir(parents=True)
    notebook.write_bytes(NOTEBOOK)
    when = time.mktime((2026, 11, 20 if newer else 27, 12, 0, 0, 0, 0, -1))
    os.utime(notebook, (when, when))
    put(root, "w.csv", WORKSHEET)
    done = command("export", "--into", "w.csv", "--assignment", "layers")
    assert ("bob: left as it was: 3.00 was given there after it was graded here" in done.err) == kept
    assert ("bob: 3.00 became 2" in done.out) == (not kept)


def test_feedback_is_packed_under_moodles_names(root: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    for student in ("ada", "bob"):
        for step, ending in (("autograded", "ipynb"), ("feedback", "html")):
            (root / step / student / "layers").mkdir(parents=True)
            put(root / step / student / "layers", f"first.{ending}", NOTEBOOK)
    monkeypatch.setattr("nbjudge.feedback.pages.Feedback.write", lambda *_, **__: None)  # pages are there already
    done = command("feedback", "layers", "--zip", "moodle", "--to", "f.zip")
    assert (done.code, "nbjudge: ada, bob: not in f.zip: Moodle's numbers are not known" in done.err) == (1, True)
    put(root, "w.csv", WORKSHEET)
    done = command("feedback", "layers", "--zip", "moodle", "--to", "f.zip", "--roster", "w.csv")
    assert (done.code, done.out.splitlines()[-1]) == (0, "f.zip: 2 pages of 2 students")
    with zipfile.ZipFile(root / "f.zip") as archive:
        assert archive.namelist() == [
            "Ada Lovelace_7001_assignsubmission_file_/first.html",
            "Bob Builder_7002_assignsubmission_file_/first.html",
        ]


@pytest.mark.parametrize("words", [("export", "--column", "x"), ("export", "--scale"), ("feedback", "--to", "x.zip")])
def test_an_option_that_would_have_no_effect_is_wrong_usage(command: Command, words: tuple[str, ...]) -> None:
    done = command(*words)
    assert (done.code, "belong to --" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("collect", "layers", "--from", "nowhere.zip"), "nowhere.zip cannot be read: No such file"),
        (("collect", "softmax", "--from", "all.zip"), "name an assignment of this course"),
        (("collect", "layers", "--from", "all.zip", "--zone", "Nowhere"), "no time zone 'Nowhere'"),
        (("collect", "layers", "--from", "all.zip", "--roster", "nowhere.csv"), "nowhere.csv cannot be read"),
        (("export", "--into", "nowhere.csv", "--assignment", "layers"), "nowhere.csv cannot be read"),
        (("export", "--into", "grades.csv"), "say --assignment A: a column takes one of "),
        (
            ("export", "--into", "grades.csv", "--assignment", "layers", "--column", "other"),
            "is out of 10 points, and the assignment out of 24",
        ),
        (("export", "--into", "grades.csv", "--assignment", "later"), "no column is named as 'later'"),
        (("export", "--into", "grades.csv", "--assignment", "layers", "--column", "x"), "no column is named as 'x'"),
        (
            ("export", "--into", "grades.csv", "--assignment", "layers", "--scale", "--to", "no/x.csv"),
            "cannot be written",
        ),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(
    root: Path, command: Command, words: tuple[str, ...], told: str
) -> None:
    put(root, "grades.csv", CANVAS)
    put(root, "all.zip", packed(MOODLES))
    done = command(*words)
    assert done.code == 1
    assert told in done.err
    assert "Traceback" not in done.err
    assert not (root / "submitted").exists()
    assert (root / "grades.csv").read_bytes() == CANVAS.encode()
