"""A page is written again where something that shaped it has changed, and only there."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from nbgrader.api import Gradebook
from traitlets.config import Config

from demo.course import Course
from nbjudge.feedback import stamp
from nbjudge.feedback.telling.preprocessors import TellTheStudent
from tests.support.pages import Change, changing, graded_for_pages, page_of, put_back, write_pages
from tests.support.recorded import notebook_of
from tests.support.running import copied

ALL = ["ada", "bob", "graded"]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Three students of a class, with pages; each test leaves it as it was."""
    course = copied(graded_for_pages(), tmp_path_factory.mktemp("course"))
    for folder in (course.root / "autograded").iterdir():
        if folder.is_dir() and folder.name not in ALL:
            shutil.rmtree(folder)
    assert write_pages(course, jobs=2) == ALL
    return course


@pytest.fixture
def changed(course: Course) -> Iterator[Change]:
    """Lets a test change files of the course; see ``changing``."""
    with changing(course) as change:
        yield change


def test_nothing_changed_means_that_nothing_is_written(course: Course) -> None:
    times = {path: path.stat().st_mtime_ns for path in course.root.glob("feedback/*/*/*")}
    assert write_pages(course) == []
    assert {path: path.stat().st_mtime_ns for path in course.root.glob("feedback/*/*/*")} == times


def test_force_writes_all_again_and_the_same(course: Course) -> None:
    before = {student: page_of(course, student).read_bytes() for student in ALL}
    assert write_pages(course, force=True) == ALL
    assert {student: page_of(course, student).read_bytes() for student in ALL} == before


@pytest.mark.parametrize(
    ("table", "setting"),
    [("comment", "manual_comment = 'Look again.'"), ("grade", "extra_credit = 1"), ("grade", "manual_score = 0")],
)
def test_what_a_person_enters_makes_that_students_page_due(course: Course, table: str, setting: str) -> None:
    of_ada = (
        "SELECT n.id FROM submitted_notebook n JOIN submitted_assignment a ON n.assignment_id = a.id "
        "WHERE a.student_id = 'ada'"
    )
    before = shutil.copy(course.root / "gradebook.db", course.root / "before.db")
    try:
        with contextlib.closing(sqlite3.connect(course.root / "gradebook.db")) as database, database:
            database.execute(f"UPDATE {table} SET {setting} WHERE notebook_id IN ({of_ada})")
        with put_back(course):
            assert write_pages(course) == ["ada"]
    finally:
        shutil.move(before, course.root / "gradebook.db")


def test_changed_notebook_makes_its_own_page_due(course: Course, changed: Change) -> None:
    path = notebook_of(course, "bob")
    changed(path, path.read_text().replace("later", "sooner"))
    assert write_pages(course) == ["bob"]
    assert "sooner" in page_of(course, "bob").read_text()


def test_changed_file_beside_a_notebook_makes_its_page_due(course: Course, changed: Change) -> None:
    changed(notebook_of(course, "bob").with_name("timestamp.txt"), "2026-11-02 12:00:00 UTC")
    assert write_pages(course) == ["bob"]
    assert page_of(course, "bob").with_name("timestamp.txt").read_text() == "2026-11-02 12:00:00 UTC"


@pytest.mark.parametrize("name", ["activation.html", "submission_secret.txt"])
def test_missing_file_is_put_back(course: Course, name: str) -> None:
    page_of(course, "ada").with_name(name).unlink()
    assert write_pages(course) == ["ada"]
    assert page_of(course, "ada").with_name(name).exists()


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("c.HTMLExporter.exclude_output_prompt = True", ALL),
        ("c.NbJudge.feedback = 'scores'", ALL),
        ("c.NbJudge.test_seconds = 6.0", []),
    ],
)
def test_configuration_that_shapes_pages_makes_all_due_and_no_other_does(
    course: Course, changed: Change, line: str, due: list[str]
) -> None:
    config = course.root / "nbgrader_config.py"
    changed(config, config.read_text() + line + "\n")
    assert write_pages(course) == due


def test_another_version_of_the_judge_makes_all_due(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "judge_digest", lambda: "another judge")
    with put_back(course):
        assert write_pages(course) == ALL


# ---------------------------------------------------------------- when it is due

PARTIAL = "others that ran are not told here"


@pytest.fixture
def before_due(course: Course, changed: Change) -> Iterator[Callable[..., None]]:
    """A course that tells of visible tests alone before the due date; sets that, in days from now, and extensions."""
    config = course.root / "nbgrader_config.py"
    changed(config, f"{config.read_text()}\nc.NbJudge.feedback_before_due = 'visible'\n")
    book = course.root / "gradebook.db"
    kept = shutil.copy(book, course.root / "before.db")

    def due(days: float, **extensions: int) -> None:
        with Gradebook(f"sqlite:///{book}") as gradebook:
            assignment = gradebook.find_assignment("activation")
            assignment.duedate = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=days)
            for student, more in extensions.items():
                gradebook.find_submission("activation", student).extension = timedelta(days=more)
            gradebook.db.commit()

    yield due
    shutil.move(kept, book)


def test_without_a_due_date_pages_tell_all_of_it(course: Course, before_due: Callable[..., None]) -> None:
    assert write_pages(course) == []


def test_when_it_was_due_pages_tell_more_but_not_to_whom_it_was_extended(
    course: Course, before_due: Callable[..., None]
) -> None:
    before = page_of(course, "ada").read_text()
    before_due(1)
    assert write_pages(course) == ALL
    assert PARTIAL in page_of(course, "ada").read_text()
    before_due(-1, graded=3)
    assert write_pages(course) == [student for student in ALL if student != "graded"]
    assert page_of(course, "ada").read_text() == before
    assert PARTIAL in page_of(course, "graded").read_text()


def test_nbgraders_own_command_keeps_to_it_as_well(course: Course, before_due: Callable[..., None]) -> None:
    tells = TellTheStudent(config=Config({"NbJudge": {"feedback_before_due": "scores"}}))
    place = {"db_url": f"sqlite:///{course.root / 'gradebook.db'}", "assignment": "activation", "student": "ada"}
    before_due(1)
    assert tells._detail(place) == "scores"
    before_due(-1)
    assert tells._detail(place) == "everything"
    before_due(-1, ada=2)
    assert tells._detail(place) == "scores"
