"""By what a class is judged: read once before grading, and refused where it makes no sense."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.course import CommandFailed, Course
from tests.support.course import change_source, filled_in, submit
from tests.support.running import RIGHT, copied, run


@pytest.fixture
def course(empty_course: Course, tmp_path: Path) -> Course:
    """A course with one student, for one test."""
    course = copied(empty_course, tmp_path / "course")
    submit(course, "ada", filled_in({"relu": RIGHT["relu"]}))
    return course


def test_source_that_changed_after_its_release_is_refused_by_name(course: Course) -> None:
    change_source(course, "test_relu_forward", lambda cell: cell["metadata"]["nbgrader"].update(points=5))
    done = run(course, "autograde", "--force")
    assert done.code == 1
    assert "has changed since its release (test_relu_forward has 5 points for 1)" in done.err


def test_files_left_out_of_the_release_do_not_reach_student_code(course: Course) -> None:
    secret = course.root / "source/activation/.ipynb_checkpoints/answers.txt"
    secret.parent.mkdir(exist_ok=True)
    secret.write_text("the answers")
    assert run(course, "autograde", "--student=ada", "--force").code == 0
    assert not list((course.root / "autograded/ada").rglob("answers.txt"))


def test_kit_with_hidden_tests_in_it_is_refused(course: Course) -> None:
    (course.root / "source/activation/draft.py").write_text("### BEGIN HIDDEN TESTS\n")
    done = run(course, "autograde")
    assert done.code == 1
    assert "draft.py holds hidden tests" in done.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("autograde", "no_such_assignment"), "nbgrader generate_assignment no_such_assignment"),
        (("autograde", "activation", "--student=nobody"), "no submissions of 'activation' by 'nobody'"),
    ],
)
def test_a_mistake_of_the_instructor_is_told_without_a_traceback(
    course: Course, arguments: tuple[str, ...], told: str
) -> None:
    done = run(course, *arguments)
    assert done.code == 1
    assert told in done.err
    assert "Traceback" not in done.err


def test_a_limit_that_makes_no_sense_is_told_by_name(course: Course) -> None:
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.NbJudge.test_seconds = -1.0\n")
    done = run(course, "autograde", "activation")
    assert done.code == 1
    assert "limit test_seconds" in done.err
    with pytest.raises(CommandFailed, match="limit test_seconds"):
        course.run("autograde", "activation")


def test_a_setting_of_nbgraders_that_would_be_ignored_is_refused_by_either_command(course: Course) -> None:
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.BaseConverter.post_convert_hook = print\n")
    done = run(course, "autograde", "activation")
    assert done.code == 1
    assert "c.Autograde.post_convert_hook = <built-in function print> is not for the judge: remove it" in done.err
    with pytest.raises(CommandFailed, match=r"c\.Autograde\.post_convert_hook"):
        course.run("autograde", "activation")


def test_an_option_of_nbgraders_command_counts_as_a_setting(course: Course) -> None:
    with pytest.raises(CommandFailed, match=r"c\.CourseDirectory\.notebook_id = 'another' is not for the judge"):
        course.run("autograde", "activation", "--notebook=another")


def test_a_setting_that_has_no_effect_is_told_and_groupshared_is_honoured(course: Course) -> None:
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.Execute.timeout = 60\nc.CourseDirectory.groupshared = True\n")
    done = run(course, "autograde", "activation")
    assert done.code == 0, done.err
    assert "c.Execute.timeout = 60 has no effect on grading: say c.NbJudge.test_seconds" in done.err
    graded = course.root / "autograded/ada/activation"
    assert (graded / "activation.ipynb").stat().st_mode & 0o777 == 0o664
    assert graded.stat().st_mode & 0o2770 == 0o2770
