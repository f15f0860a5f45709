"""`nbjudge feedback`: what it tells of pages that were made, could not be made, or were not even tried."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Iterator

import pytest

from demo.course import Course
from nbjudge.commands.feedback import main
from tests.support.pages import Change, changing, class_with_pages, page_of
from tests.support.recorded import notebook_of
from tests.support.running import copied

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A class with pages; each test leaves it as it was."""
    return copied(class_with_pages(), tmp_path_factory.mktemp("course"))


@pytest.fixture
def changed(course: Course) -> Iterator[Change]:
    """Lets a test change files of the course; see ``changing``."""
    with changing(course) as change:
        yield change


@pytest.fixture
def command(course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """`nbjudge feedback` in this process: its exit code, what it printed, and what went to stderr."""

    def run(*, assignment: str | None = None, student: str = "*") -> tuple[int, str, str]:
        monkeypatch.chdir(course.root)
        code = main(
            argparse.Namespace(
                assignment=assignment, student=student, jobs=2, force=False, zip=None, to=None, roster=None
            )
        )
        return code, *capsys.readouterr()

    return run


def test_student_who_cannot_get_a_page_is_told_by_name_and_the_others_get_theirs(
    course: Course, changed: Change, command: Command
) -> None:
    old = page_of(course, "bob").read_bytes()
    shutil.copytree(course.root / "autograded" / "ada", course.root / "autograded" / "stranger")
    changed(notebook_of(course, "bob"), "{ this is no notebook any more")
    changed(notebook_of(course, "junk"), '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [7]}')
    page_of(course, "ada").unlink()
    try:
        code, out, err = command(assignment="activation")
    finally:
        shutil.rmtree(course.root / "autograded" / "stranger")
    assert code == 1
    for student in ("bob", "junk", "stranger"):
        assert f"nbjudge autograde activation --student={student} --force" in err
    assert "nbjudge: stranger: the gradebook knows nothing of" in err
    assert "3 could not be made" in out
    assert page_of(course, "ada").exists()
    assert page_of(course, "bob").read_bytes() == old


def test_interrupted_run_says_how_to_go_on(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("nbjudge.feedback.pages.Feedback.write", interrupt)
    code, _, err = command(assignment="activation")
    assert (code, "run the same command to go on" in err) == (130, True)


@pytest.mark.parametrize(
    ("arguments", "line", "told"),
    [
        ({"student": "nobody"}, "", "nothing graded of 'activation' by 'nobody'"),
        ({}, "c.GenerateFeedback.post_convert_hook = print", "GenerateFeedback.post_convert_hook is set"),
        ({"assignment": "softmax"}, "", "nothing graded of 'softmax'"),
    ],
)
def test_what_cannot_be_done_is_told(
    course: Course,
    changed: Change,
    command: Command,
    arguments: dict[str, str],
    line: str,
    told: str,
) -> None:
    config = course.root / "nbgrader_config.py"
    changed(config, f"{config.read_text()}{line}\n")
    code, _, err = command(**arguments)
    assert code == 1
    assert f"nbjudge: {told}" in err


def test_command_counts_the_pages(course: Course, command: Command) -> None:
    page_of(course, "ada").unlink()
    code, out, _ = command()
    assert (code, out) == (0, "feedback for activation: 1 page written, 6 up to date\n")
