"""A course with words of its own and a due date, from release to pages: what is secret, doubtful or late."""

from __future__ import annotations

import json

import pytest

from tests.support.mini import DOUBLE, ESSAY, MiniCourse
from tests.support.rebuilding import new_cell

CONFIGURATION = """
from nbgrader.plugins import LateSubmissionPlugin
class Half(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 2
c.AssignLatePenalties.plugin_class = Half
c.ClearSolutions.text_stub = "DEINE ANTWORT HIER"
c.ClearHiddenTests.begin_test_delimeter = "GEHEIM ANFANG"
c.ClearHiddenTests.end_test_delimeter = "GEHEIM ENDE"
"""
TESTS = """def test_double():
    assert double(2) == 4


# GEHEIM ANFANG
def test_secret():
    SECRET_ANSWER = 84
    assert double(42) == SECRET_ANSWER
# GEHEIM ENDE
"""
RIGHT = "def double(x):\n    return x + x\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> MiniCourse:
    tests = new_cell(TESTS, "test_double", grade_id="test_double", grade=True, locked=True, points=4)
    made = MiniCourse(tmp_path_factory.mktemp("own") / "course", *DOUBLE[:2], tests, ESSAY, configuration=CONFIGURATION)
    made.succeed("nbgrader generate_assignment ps")
    made.succeed("nbgrader db assignment add ps --duedate='2026-11-20 12:00 UTC'")
    made.submit("ann", "2026-11-20T13:30:00+01:00", double=RIGHT, essay="Text.")
    made.submit("ben", "2026-11-20 13:30", double=RIGHT)
    moved = made.submit("dee", double=RIGHT) / "ps.ipynb"
    notebook = json.loads(moved.read_text())
    notebook["cells"].append(new_cell("My answer.", "mine", "markdown"))
    moved.write_text(json.dumps(notebook))
    return made


@pytest.fixture(scope="module")
def outcome(course: MiniCourse) -> dict[str, object]:
    return course.grade()


def cells(course: MiniCourse) -> dict[tuple[str, str], list[str]]:
    """Student and cell to automatic score and whether it waits for a person."""
    course.succeed("nbjudge export --cells --to cells.csv")
    rows = [line.split(",") for line in (course.root / "cells.csv").read_text().splitlines()[1:]]
    return {(row[3], row[2]): [row[6], row[11]] for row in rows}


def test_what_waits_for_a_person_is_counted(course: MiniCourse, outcome: dict[str, object]) -> None:
    assert outcome["waiting"] == 2
    found = cells(course)
    assert found["ann", "essay"] == ["", "True"]
    assert found["ben", "essay"] == ["0.0", "False"], "the course's own stub came back"
    assert found["dee", "essay"] == ["", "True"]
    assert {found[student, "test_double"][0] for student in ("ann", "ben", "dee")} == {"4.0"}


def test_late_is_late_however_the_time_is_written(course: MiniCourse, outcome: dict[str, object]) -> None:
    course.succeed("nbjudge export --to grades.csv")
    lines = (course.root / "grades.csv").read_text().splitlines()[1:]
    assert {row[3]: row[8] for row in (line.split(",") for line in lines)} == {"ann": "2.0", "ben": "2.0", "dee": "0.0"}
    assert outcome["time_in_doubt"] == 1
    notes = {one["student"]: " ".join(one["notes"]) for one in outcome["students"]}  # type: ignore[attr-defined]
    assert "whether it was late cannot be known" in notes["dee"]
    assert "late" not in notes["ann"] + notes["ben"]
    assert "changed" not in "".join(notes.values())


def test_pages_keep_the_courses_secrets(course: MiniCourse, outcome: dict[str, object]) -> None:
    assert "SECRET_ANSWER" not in (course.root / "release/ps/ps.ipynb").read_text()
    course.succeed("nbjudge feedback ps")
    pages = [path.read_text() for path in course.root.glob("feedback/*/ps/ps.html")]
    assert len(pages) == 3
    assert not any("SECRET_ANSWER" in page for page in pages)
    assert all("test_double" in page for page in pages)


PROGRAM = """
from nbgrader.apps import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader
app = NbGrader()
app.load_config_file()
api = NbGraderAPI(config=app.config)
assert api.autograde("ps", "x [2]")["success"]
made = api.generate_feedback("ps", "x [2]")
assert made["success"], made
"""


def test_behind_formgraders_buttons_a_name_is_no_pattern(course: MiniCourse) -> None:
    for student in ("x [2]", "x 2"):
        course.submit(student, "2026-11-20 11:00 UTC", double=RIGHT)
    done = course.run_python(PROGRAM)
    assert done.code == 0, done.err
    made = {path.name for path in course.root.glob("*/x*") if path.parent.name in ("autograded", "feedback")}
    assert made == {"x [2]"}
    assert (course.root / "feedback/x [2]/ps/ps.html").exists()
