"""Feedback pages of a class, written in this process (by its workers in theirs), for tests of what is written when."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from demo.course import Course
from nbjudge.course.opening import open_course
from nbjudge.feedback.pages import Feedback, PageDone
from tests.support.classes import grade_by_hand, graded_class, hand_in_for_pages
from tests.support.running import copied, lasting_folder

Change = Callable[[Path, str], None]


def graded_for_pages() -> Course:
    """A class of WITH_PAGES, graded, without pages; not to be changed."""
    return graded_class(hand_in_for_pages, grade_by_hand)


@cache
def class_with_pages() -> Course:
    """The same with a page for each; not to be changed."""
    course = copied(graded_for_pages(), lasting_folder())
    write_pages(course)
    return course


def write_pages(course: Course, *, student: str = "*", force: bool = False, jobs: int = 1) -> list[str]:
    """Write the pages that are due. Returns whose were written; trouble is an error."""
    outcome = outcome_of_pages(course, student=student, force=force, jobs=jobs)
    assert not [trouble for _, trouble in outcome.values() if trouble]
    return sorted(name for name, (written, _) in outcome.items() if written)


def outcome_of_pages(
    course: Course, *, student: str = "*", force: bool = False, jobs: int = 1
) -> dict[str, tuple[bool, str | None]]:
    """The same, trouble or not: student to whether the page was written, and what the trouble was."""
    told: list[PageDone] = []
    with contextlib.chdir(course.root):
        feedback = Feedback(open_course("activation", student))
        feedback.write(feedback.pages(), jobs=jobs, force=force, report=told.append)
    return {one.page.student: (one.written, one.trouble) for one in told}


def page_of(course: Course, student: str) -> Path:
    """A student's page."""
    return course.root / "feedback" / student / "activation" / "activation.html"


@contextlib.contextmanager
def put_back(course: Course) -> Iterator[None]:
    """The pages are afterwards what they were: as a copy, for to make one takes half a second."""
    pages, before = course.root / "feedback", course.root / "feedback-before"
    shutil.copytree(pages, before)
    try:
        yield
    finally:
        shutil.rmtree(pages)
        before.rename(pages)


@contextlib.contextmanager
def changing(course: Course) -> Iterator[Change]:
    """Lets a test change files of the course; all is put back afterwards, pages included."""
    before: dict[Path, bytes] = {}

    def change(path: Path, text: str) -> None:
        before.setdefault(path, path.read_bytes())
        path.chmod(0o644)
        path.write_text(text)

    with put_back(course):
        yield change
    for path, content in before.items():
        path.write_bytes(content)
