"""Feedback for a class: the stock command's pages, faster, and nobody else's."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest

from demo.course import Course
from nbjudge.course.errors import GradingError
from nbjudge.feedback.tidy import tidy
from tests.support.classes import SCRIPT, WITH_PAGES
from tests.support.pages import graded_for_pages, outcome_of_pages, page_of, write_pages
from tests.support.recorded import notebook_of
from tests.support.running import copied, dead_process


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A small class, graded; each test leaves it as it was."""
    return copied(graded_for_pages(), tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def stock(course: Course) -> Path:
    """The pages of nbgrader's own command with nbconvert's own exporter, in a folder beside the course's."""
    config = course.root / "nbgrader_config.py"
    before = config.read_text()
    own = "c.GenerateFeedback.exporter_class = 'nbconvert.exporters.HTMLExporter'"
    config.write_text(f"{before}{own}\nc.HTMLExporter.merge(c.PageExporter)\n")
    try:
        Course(course.root).run("generate_feedback", "activation")  # a program: nothing of ours is loaded there
    finally:
        config.write_text(before)
    return (course.root / "feedback").rename(course.root / "stock")


@pytest.fixture(scope="module")
def given(course: Course, stock: Path) -> list[str]:
    """Ours, made once for all. Returns who got one."""
    return write_pages(course, jobs=2)


@pytest.mark.parametrize("student", WITH_PAGES)
def test_page_is_the_stock_commands_but_for_the_mark_on_its_last_line(
    course: Course, stock: Path, given: list[str], student: str
) -> None:
    page = page_of(course, student).read_text()
    assert student in given
    body, _, mark = page.rpartition("<!-- nbjudge: ")
    assert tidy(body) == (stock / student / "activation" / "activation.html").read_text()
    assert len(mark) == 64 + len(" -->\n")


def test_class_holds_what_could_make_pages_differ(stock: Path) -> None:
    pages = {student: (stock / student / "activation" / "activation.html").read_text() for student in WITH_PAGES}
    assert "(late submission penalty: \N{MINUS SIGN}20)" in pages["late"]
    assert "2.12/2" in pages["graded"]
    assert "Well <em>argued</em>." in pages["graded"]
    assert "About your submission" in pages["junk"]
    assert "as it is" in pages["raw"]
    assert pages["mallory"].count("OWNED") >= 3


def test_scripts_of_students_arrive_as_text(course: Course, given: list[str]) -> None:
    assert not [student for student in given if SCRIPT in page_of(course, student).read_text()]


@pytest.mark.parametrize("student", WITH_PAGES)
def test_files_beside_the_page_are_the_stock_commands(
    course: Course, stock: Path, given: list[str], student: str
) -> None:
    def listed(folder: Path) -> dict[str, tuple[int, bytes]]:
        files = [path for path in folder.rglob("*") if path.is_file() and path.name != "activation.html"]
        return {str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes()) for path in files}

    assert listed(course.root / "feedback" / student) == listed(stock / student) != {}
    ours, theirs = page_of(course, student), stock / student / "activation" / "activation.html"
    assert ours.stat().st_mode == theirs.stat().st_mode


def test_stock_command_makes_the_same_pages_with_this_exporter(course: Course, given: list[str]) -> None:
    config = course.root / "nbgrader_config.py"
    before = config.read_text()
    config.write_text(before + "c.GenerateFeedback.exporter_class = 'nbjudge.feedback.exporter.PageExporter'\n")
    ours = page_of(course, "graded").read_text()
    try:
        course.run("generate_feedback", "activation", "--force", "--student=graded")
        assert page_of(course, "graded").read_text() == ours.rpartition("<!-- nbjudge: ")[0]
    finally:
        config.write_text(before)
    assert write_pages(course) == ["graded"], "a page without the mark is due"
    assert page_of(course, "graded").read_text() == ours


def test_release_feedback_takes_the_pages(course: Course, given: list[str]) -> None:
    course.run("release_assignment", "activation", "--force")
    course.run("release_feedback", "activation", "--student=ada")
    (released,) = (course.root / "exchange" / "mini-torch" / "feedback").glob("*.html")
    assert released.read_bytes() == page_of(course, "ada").read_bytes()


def test_page_of_a_student_whose_grading_vanished_stays(course: Course, given: list[str]) -> None:
    aside = (course.root / "autograded" / "ada").rename(course.root / "aside")
    before = page_of(course, "ada").read_bytes()
    try:
        assert outcome_of_pages(course, student="[ab]*", force=True).keys() == {"bob"}
        assert page_of(course, "ada").read_bytes() == before
    finally:
        aside.rename(course.root / "autograded" / "ada")


def test_remains_of_a_killed_run_go_when_the_page_is_written_again(course: Course, given: list[str]) -> None:
    remains = page_of(course, "ada").with_name(f".activation.html.{dead_process()}.tmp")
    remains.write_text("half a page")
    assert write_pages(course, student="ada", force=True) == ["ada"]
    assert not remains.exists()


def test_remains_of_a_killed_grading_are_not_handed_on(course: Course, given: list[str]) -> None:
    folder = notebook_of(course, "ada").parent
    remains = [folder / "activation.ipynb.withdrawn", folder / ".activation.ipynb.1.tmp"]
    for path in remains:
        path.write_text("hidden tests")
    try:
        write_pages(course, student="ada", force=True)
        assert not [path.name for path in remains if (page_of(course, "ada").parent / path.name).exists()]
    finally:
        for path in remains:
            path.unlink()


def test_full_disk_leaves_the_old_page_and_no_half_of_a_new_one(
    course: Course, given: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() for path in course.root.glob("feedback/*/*/*.html")}

    opened = Path.open

    def full(path: Path, mode: str = "r", **options: Any) -> Any:
        if mode in ("w", "wb"):
            with opened(path, "w") as half:
                half.write("half of")
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return opened(path, mode, **options)

    with monkeypatch.context() as broken:
        broken.setattr(Path, "open", full)
        with pytest.raises(GradingError, match="the disk is full"):
            write_pages(course, force=True)
    assert {path: path.read_bytes() for path in course.root.glob("feedback/*/*/*.html")} == before
    assert not list(course.root.glob("feedback/*/*/.*"))
