"""`nbjudge grade`: one submission by itself, for people, for programs and for Gradescope."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from unittest import mock

import jsonschema
import pytest

from tests.support.inprocess import ROOT
from tests.support.mini import MiniCourse
from tests.support.one_file import CELLS, HALF, RIGHT, SECRET, graded, nbjudge, written

SCHEMA = json.loads((ROOT / "docs" / "judge" / "grade.schema.json").read_text())


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> MiniCourse:
    """Its trial is made once."""
    return MiniCourse(tmp_path_factory.mktemp("one") / "course", *CELLS)


@pytest.fixture
def half(course: MiniCourse, tmp_path: Path) -> Path:
    """Right for positive numbers, which is all that the visible test asks."""
    return written(tmp_path / "ps.ipynb", course, HALF)


def changed(course: MiniCourse, root: Path, configuration: str) -> MiniCourse:
    """A copy of it, trial and all, of which the configuration says more."""
    shutil.copytree(course.root, root)
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(configuration)
    copied = copy.copy(course)
    copied.root = root
    return copied


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    return jsonschema.Draft202012Validator(SCHEMA)


def test_json_has_each_test_with_its_verdict_and_fits_its_schema(
    course: MiniCourse, half: Path, schema: jsonschema.Draft202012Validator
) -> None:
    told = graded(course, str(half), "--student=ada")
    schema.validate(told)
    (notebook,) = told["notebooks"]
    (cell,) = notebook["cells"]
    assert (told["student"], told["points"], told["max_points"], told["sandboxed"]) == ("ada", 2, 4, True)
    assert [(test["test"], test["outcome"], test["hidden"]) for test in cell["tests"]] == [
        ("test_example", "passed", False),
        ("test_negative", "wrong answer", True),
    ]
    assert cell["stand"] == "apart"
    assert (told["waiting"], notebook["by_hand"]) == (1, [{"cell": "essay", "max_points": 5, "waiting": True}])
    assert not (course.root / "gradebook.db").exists()
    assert not (course.root / "autograded").exists()
    cell["tests"][0]["outcome"] = "nearly"  # a planted fault, which the schema notices
    with pytest.raises(jsonschema.ValidationError, match="nearly"):
        schema.validate(told)


def test_people_read_points_and_what_went_wrong(course: MiniCourse, half: Path) -> None:
    done = nbjudge(course, "grade", str(half))
    assert done.code == 0
    assert done.out.startswith("ps/ps.ipynb: 2 of 4 points")
    assert "✓ test_double: test_example (2/2)\n    Two becomes four." in done.out
    assert "✗ test_double: test_negative (0/2): wrong answer" in done.out
    assert "-3 became 6" in done.out
    assert "For a person to grade: essay (5 points)." in done.out


def test_standard_input_and_a_file_by_another_name_are_judged_alike(course: MiniCourse, half: Path) -> None:
    renamed = half.rename(half.with_name("Mine (2).ipynb"))
    assert graded(course, str(renamed))["points"] == 2
    done = nbjudge(course, "grade", "-", stdin=renamed)
    assert done.out.startswith("ps/ps.ipynb: 2 of 4 points"), done.err


def test_a_folder_may_hold_it_by_another_name_and_that_is_told(course: MiniCourse, half: Path) -> None:
    half.rename(half.with_name("mine.ipynb"))
    told = graded(course, str(half.parent))
    assert told["points"] == 2
    assert told["notebooks"][0]["notes"] == ["there is no ps.ipynb, and 'mine.ipynb' was taken for it"]


def test_a_link_in_a_folder_is_not_followed(course: MiniCourse, half: Path) -> None:
    half.rename(half.with_name("elsewhere"))
    half.symlink_to(half.with_name("elsewhere"))
    told = graded(course, str(half.parent))
    assert (told["points"], told["notebooks"][0]["reason"]) == (0, told["notebooks"][0]["reason"])
    assert "is not a plain file" in told["notebooks"][0]["reason"]


@pytest.mark.parametrize("stdin", [False, True], ids=["a file", "stdin"])
def test_what_is_no_notebook_is_a_zero_with_the_reason(course: MiniCourse, tmp_path: Path, stdin: bool) -> None:
    junk = tmp_path / "ps.ipynb"
    junk.write_text("%PDF-1.7")
    done = nbjudge(course, "grade", "-", stdin=junk) if stdin else nbjudge(course, "grade", str(junk))
    assert done.code == 0
    assert "0 of 4 points" in done.out
    assert "Nothing of it could be graded: the file is not a notebook" in done.out


def test_what_is_too_large_is_a_zero_with_the_limit(course: MiniCourse, half: Path, tmp_path: Path) -> None:
    small = changed(course, tmp_path / "small", "get_config().NbJudge.submission_file_bytes = 1000\n")
    for done in (nbjudge(small, "grade", str(half)), nbjudge(small, "grade", "-", stdin=half)):
        assert done.code == 0, done.err
        assert "0 of 4 points" in done.out
        assert "1000" in done.out


def test_mistakes_are_told_with_what_to_do(course: MiniCourse, half: Path, tmp_path: Path) -> None:
    several = MiniCourse(tmp_path / "several")
    several.write_source(*CELLS, name="other")
    two = MiniCourse(tmp_path / "two")
    (two.root / "source" / "ps2").mkdir()
    for place, arguments, said in (
        (course, [str(half), "--assignment=nope"], "is 'nope' the name of an assignment? (found: ps)"),
        (course, ["no.ipynb"], "there is no file"),
        (two, [str(half)], "name the assignment: nbjudge grade FILE --assignment NAME (found in source/: ps, ps2)"),
        (several, ["-"], "2 notebooks, and there is no telling which of them standard input is"),
    ):
        done = nbjudge(place, "grade", *arguments)
        assert (done.code, done.out) == (1, "")
        assert said in done.err
        assert "Traceback" not in done.err


def test_what_was_not_judged_is_no_zero_and_ends_with_3(tmp_path: Path) -> None:
    beside = {**CELLS[2], "metadata": {**CELLS[2]["metadata"], "tags": ["nbjudge-beside"]}}
    refuse = "c.NbJudge.beside = 'refuse'\n"
    course = MiniCourse(tmp_path / "course", *CELLS[:2], beside, configuration=refuse)
    done = nbjudge(course, "grade", "source/ps/ps.ipynb", "--gradescope")
    assert done.code == 3, done.err
    (test,) = done.document["tests"]
    assert (test["score"], test["max_score"], "status" in test) == (0, 0, False)
    assert "4 points wait for your instructor" in test["output"]


def test_a_worker_that_dies_each_time_leaves_it_not_judged(course: MiniCourse, half: Path) -> None:
    with mock.patch("nbjudge.doors.one_submission.judge", side_effect=lambda *_, **__: os._exit(9)):  # a planted fault
        done = nbjudge(course, "grade", str(half), "--json")
    assert done.code == 3, done.err
    assert done.document["notebooks"][0]["cells"][0]["points"] is None
    assert "3 workers died on it" in done.document["notebooks"][0]["notes"][0]


# ---------------------------------------------------------------- what a student is told


def told_in(course: MiniCourse, tmp_path: Path, form: str, **settings: str) -> str:
    said = "".join(f"c.NbJudge.{name} = {value!r}\n" for name, value in settings.items())
    place = changed(course, tmp_path / "told", said)
    done = nbjudge(place, "grade", str(written(tmp_path / "half.ipynb", course, HALF)), form)
    assert done.code == 0, done.err
    return done.out


def test_before_the_due_date_a_student_may_be_told_of_visible_tests_alone(course: MiniCourse, tmp_path: Path) -> None:
    said = told_in(course, tmp_path, "--as-student", feedback_before_due="visible")
    assert "✓ test_double: test_example (2/2)" in said
    assert "2 of 2 points" in said
    assert SECRET not in said
    assert "test_negative" not in said


def test_a_student_may_be_told_points_alone(course: MiniCourse, tmp_path: Path) -> None:
    said = told_in(course, tmp_path, "--as-student", feedback="scores")
    assert "◐ test_double (2/4)" in said
    assert "test_example" not in said


@pytest.mark.parametrize(
    ("settings", "visibility", "text"),
    [
        ({}, "visible", "-3 became 6"),
        ({"feedback": "descriptions"}, "visible", SECRET),
        ({"feedback_before_due": "visible"}, "after_due_date", "-3 became 6"),
        ({"feedback": "visible"}, "hidden", "-3 became 6"),
    ],
    ids=["all", "descriptions", "visible ones before", "visible ones alone"],
)
def test_gradescope_shows_hidden_tests_when_the_settings_say_so(
    course: MiniCourse, tmp_path: Path, settings: dict[str, str], visibility: str, text: str
) -> None:
    told = json.loads(told_in(course, tmp_path, "--gradescope", **settings))
    seen, hidden = told["tests"]
    assert (told["score"], told["stdout_visibility"]) == (2, "hidden")
    assert (seen["name"], seen["score"], seen["max_score"]) == ("test_double: test_example", 2, 2)
    assert (seen["visibility"], seen["status"]) == ("visible", "passed")
    assert (hidden["visibility"], hidden["status"], hidden["score"]) == (visibility, "failed", 0)
    assert text in hidden["output"]


def test_right_answers_have_all_points(course: MiniCourse, tmp_path: Path) -> None:
    assert graded(course, str(written(tmp_path / "ps.ipynb", course, RIGHT)))["points"] == 4


def test_it_starts_without_what_only_the_gradebook_and_pages_need() -> None:
    """SQLAlchemy alone takes a quarter of a second, which is a quarter of all that it takes."""
    program = (
        "import sys; from nbjudge.cli import _verb; _verb('grade'); import nbjudge.nbgrader_plugin; "
        "print(*sys.modules.keys() & {'sqlalchemy', 'nbconvert', 'nbgrader.api'})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []
