"""Feedback for a class: the stock command's pages, faster, again only where something changed, and nobody else's."""

from __future__ import annotations

import argparse
import contextlib
import errno
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.course import Course
from tests.course import copy_course, filled_in, submit
from tests.inprocess import NOTEBOOK, code_cells

RIGHT = {cell.grade_id: cell.source for cell in code_cells(NOTEBOOK) if cell.solution}
SCRIPT = "<script>document.title='OWNED'</script>"
HOSTILE = (
    {"cell_type": "code", "id": "mine", "outputs": [],
     "source": f"from IPython.display import HTML\nHTML({SCRIPT!r} + '<div class=jp-Notebook><img src=x></div>')"},
    {"cell_type": "markdown", "id": "words", "source": f"{SCRIPT} </div></div> <b>bold <!-- <pre> $x<y$ <img src=x>"},
)  # fmt: skip
Command = Callable[..., tuple[int, str, str]]
STUDENTS = ["ada", "bob", "graded", "junk", "late", "mallory", "raw"]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A small class, graded: each student's submission is odd in another way."""
    from nbgrader.api import Gradebook  # noqa: PLC0415 - the import costs two seconds, and most tests do without

    course = copy_course(tmp_path_factory.mktemp("course"))
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("c.LateSubmissionPlugin.penalty_method = 'zero'\n")
    course.run("generate_assignment", "activation")
    submit(course, "ada", filled_in(RIGHT))
    submit(course, "bob", filled_in({**RIGHT, "gelu": "raise ValueError('later')"}))
    submit(course, "graded", filled_in(RIGHT))
    submit(course, "junk", b"this is no notebook")
    late = submit(course, "late", filled_in(RIGHT))
    (late / "timestamp.txt").write_text("2026-11-20 12:00:00.000000 UTC")
    submit(course, "mallory", filled_in({"relu": f"print({SCRIPT!r})\nx = '''</pre></div>'''"}, *HOSTILE))
    submit(course, "raw", filled_in(RIGHT, {"cell_type": "raw", "id": "raw", "source": f"as it is {SCRIPT}"}))
    url = f"sqlite:///{course.root / 'gradebook.db'}"
    with Gradebook(url) as gradebook:
        gradebook.update_or_create_assignment("activation", duedate="2026-11-10 12:00:00 UTC")
    course.judge("activation", ["*"])
    with Gradebook(url) as gradebook:
        grade = gradebook.find_grade("test_gelu_forward", "activation", "activation", "graded")
        grade.manual_score, grade.extra_credit = 1.5, 0.625
        comment = gradebook.find_comment("relu", "activation", "activation", "graded")
        comment.manual_comment = f"Well *argued*. {SCRIPT}"
        gradebook.db.commit()
    return course


@pytest.fixture(scope="module")
def stock(course: Course) -> Path:
    """The pages of nbgrader's own command with nbconvert's own exporter, in a folder beside the course's."""
    config = course.root / "nbgrader_config.py"
    before = config.read_text()
    config.write_text(before + "c.GenerateFeedback.exporter_class = 'nbconvert.exporters.HTMLExporter'\n")
    try:
        course.run("generate_feedback", "activation")
    finally:
        config.write_text(before)
    return (course.root / "feedback").rename(course.root / "stock")


@pytest.fixture(scope="module")
def given(course: Course, stock: Path) -> list[str]:
    """Ours, made once for all. Returns who got one."""
    return _give(course)


@pytest.fixture
def changed(course: Course, given: list[str]) -> Iterator[Callable[[Path, str], None]]:
    """Lets a test change files of the course; all is put back afterwards, pages included."""
    before: dict[Path, bytes] = {}

    def change(path: Path, text: str) -> None:
        before.setdefault(path, path.read_bytes())
        path.chmod(0o644)
        path.write_text(text)

    yield change
    for path, content in before.items():
        path.write_bytes(content)
    _give(course)


@pytest.fixture
def command(course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """`nbjudge feedback` in this process: its exit code, what it printed, and what went to stderr."""
    from nbjudge.feedback import main  # noqa: PLC0415 - the import costs two seconds, and most tests do without

    def run(*, assignment: str | None = None, student: str = "*") -> tuple[int, str, str]:
        monkeypatch.chdir(course.root)
        code = main(argparse.Namespace(assignment=assignment, student=student, jobs=2, force=False))
        return code, *capsys.readouterr()

    return run


def _give(course: Course, *, student: str = "*", force: bool = False, jobs: int = 2) -> list[str]:
    """Give feedback in this process (its workers in theirs). Returns whose pages were written; trouble is an error."""
    outcome = _outcome(course, student=student, force=force, jobs=jobs)
    assert not [trouble for _, trouble in outcome.values() if trouble]
    return sorted(name for name, (written, _) in outcome.items() if written)


def _outcome(
    course: Course, *, student: str = "*", force: bool = False, jobs: int = 2
) -> dict[str, tuple[bool, str | None]]:
    from nbjudge.course import open_course  # noqa: PLC0415 - the import costs two seconds, and most tests do without
    from nbjudge.pages.giving import Feedback, Given  # noqa: PLC0415 - likewise

    told: list[Given] = []
    with contextlib.chdir(course.root):
        feedback = Feedback(open_course("activation", student))
        feedback.give(feedback.pages(), jobs=jobs, force=force, report=told.append)
    return {one.page.student: (one.written, one.trouble) for one in told}


def _page(course: Course, student: str) -> Path:
    return course.root / "feedback" / student / "activation" / "activation.html"


def _notebook(course: Course, student: str) -> Path:
    return course.root / "autograded" / student / "activation" / "activation.ipynb"


# ---------------------------------------------------------------- the stock command's pages


@pytest.mark.parametrize("student", STUDENTS)
def test_page_is_the_stock_commands_but_for_the_mark_on_its_last_line(
    course: Course, stock: Path, given: list[str], student: str
) -> None:
    page = _page(course, student).read_text()
    assert student in given
    body, _, mark = page.rpartition("<!-- nbjudge: ")
    assert body == (stock / student / "activation" / "activation.html").read_text()
    assert len(mark) == 64 + len(" -->\n")


def test_class_holds_what_could_make_pages_differ(stock: Path) -> None:
    pages = {student: (stock / student / "activation" / "activation.html").read_text() for student in STUDENTS}
    assert "Late submission penalty (Score: -20.0)" in pages["late"]
    assert "Score: 2.12 / 2.0" in pages["graded"]
    assert "Well <em>argued</em>." in pages["graded"]
    assert "About your submission" in pages["junk"]
    assert "as it is" in pages["raw"]
    assert pages["mallory"].count("OWNED") >= 3


def test_scripts_of_students_arrive_as_text(course: Course, given: list[str]) -> None:
    assert not [student for student in given if SCRIPT in _page(course, student).read_text()]


@pytest.mark.parametrize("student", STUDENTS)
def test_files_beside_the_page_are_the_stock_commands(
    course: Course, stock: Path, given: list[str], student: str
) -> None:
    def listed(folder: Path) -> dict[str, tuple[int, bytes]]:
        files = [path for path in folder.rglob("*") if path.is_file() and path.name != "activation.html"]
        return {str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes()) for path in files}

    assert listed(course.root / "feedback" / student) == listed(stock / student) != {}
    ours, theirs = _page(course, student), stock / student / "activation" / "activation.html"
    assert ours.stat().st_mode == theirs.stat().st_mode


def test_stock_command_makes_the_same_pages_with_this_exporter(course: Course, given: list[str]) -> None:
    config = course.root / "nbgrader_config.py"
    before = config.read_text()
    config.write_text(before + "c.GenerateFeedback.exporter_class = 'nbjudge.pages.exporter.PageExporter'\n")
    ours = _page(course, "graded").read_text()
    try:
        course.run("generate_feedback", "activation", "--force", "--student=graded")
        assert _page(course, "graded").read_text() == ours.rpartition("<!-- nbjudge: ")[0]
    finally:
        config.write_text(before)
    assert _give(course) == ["graded"], "a page without the mark is due"
    assert _page(course, "graded").read_text() == ours


def test_release_feedback_takes_the_pages(course: Course, given: list[str]) -> None:
    course.run("release_assignment", "activation", "--force")
    course.run("release_feedback", "activation", "--student=ada")
    (released,) = (course.root / "exchange" / "mini-torch" / "feedback").glob("*.html")
    assert released.read_bytes() == _page(course, "ada").read_bytes()


# ---------------------------------------------------------------- only what changed


def test_nothing_changed_means_that_nothing_is_written(course: Course, given: list[str]) -> None:
    times = {path: path.stat().st_mtime_ns for path in course.root.glob("feedback/*/*/*")}
    assert _give(course) == []
    assert {path: path.stat().st_mtime_ns for path in course.root.glob("feedback/*/*/*")} == times


def test_force_writes_all_again_and_the_same(course: Course, given: list[str]) -> None:
    before = {student: _page(course, student).read_bytes() for student in STUDENTS}
    assert _give(course, force=True, jobs=1) == STUDENTS
    assert {student: _page(course, student).read_bytes() for student in STUDENTS} == before


@pytest.mark.parametrize(
    ("table", "setting"),
    [("comment", "manual_comment = 'Look again.'"), ("grade", "extra_credit = 1"), ("grade", "manual_score = 0")],
)
def test_what_a_person_enters_makes_that_students_page_due(
    course: Course, given: list[str], table: str, setting: str
) -> None:
    import sqlite3  # noqa: PLC0415 - beside its only use

    of_ada = (
        "SELECT n.id FROM submitted_notebook n JOIN submitted_assignment a ON n.assignment_id = a.id "
        "WHERE a.student_id = 'ada'"
    )
    before = shutil.copy(course.root / "gradebook.db", course.root / "before.db")
    try:
        with contextlib.closing(sqlite3.connect(course.root / "gradebook.db")) as database, database:
            database.execute(f"UPDATE {table} SET {setting} WHERE notebook_id IN ({of_ada})")
        assert _give(course) == ["ada"]
    finally:
        shutil.move(before, course.root / "gradebook.db")
        assert _give(course) == ["ada"]


def test_changed_notebook_makes_its_own_page_due(course: Course, changed: Callable[[Path, str], None]) -> None:
    path = _notebook(course, "bob")
    changed(path, path.read_text().replace("later", "sooner"))
    assert _give(course) == ["bob"]
    assert "sooner" in _page(course, "bob").read_text()


def test_changed_file_beside_a_notebook_makes_its_page_due(
    course: Course, changed: Callable[[Path, str], None]
) -> None:
    changed(_notebook(course, "bob").with_name("timestamp.txt"), "2026-11-02 12:00:00 UTC")
    assert _give(course) == ["bob"]
    assert _page(course, "bob").with_name("timestamp.txt").read_text() == "2026-11-02 12:00:00 UTC"


@pytest.mark.parametrize("name", ["activation.html", "submission_secret.txt"])
def test_missing_file_is_put_back(course: Course, given: list[str], name: str) -> None:
    _page(course, "ada").with_name(name).unlink()
    assert _give(course) == ["ada"]
    assert _page(course, "ada").with_name(name).exists()


@pytest.mark.parametrize(
    ("line", "due"), [("c.HTMLExporter.exclude_output_prompt = True", STUDENTS), ("c.NbJudge.test_seconds = 6.0", [])]
)
def test_configuration_that_shapes_pages_makes_all_due_and_no_other_does(
    course: Course, changed: Callable[[Path, str], None], line: str, due: list[str]
) -> None:
    config = course.root / "nbgrader_config.py"
    changed(config, config.read_text() + line + "\n")
    assert _give(course) == due


def test_another_version_of_the_judge_makes_all_due(
    course: Course, given: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from nbjudge.pages import marks as page_marks  # noqa: PLC0415 - the import costs two seconds, and most tests do without

    with monkeypatch.context() as other:
        other.setattr(page_marks, "judge_digest", lambda: "another judge")
        assert _give(course) == STUDENTS
    assert _give(course) == STUDENTS


def test_page_of_a_student_whose_grading_vanished_stays(course: Course, given: list[str]) -> None:
    aside = (course.root / "autograded" / "ada").rename(course.root / "aside")
    before = _page(course, "ada").read_bytes()
    try:
        assert "ada" not in _outcome(course, force=True)
        assert _page(course, "ada").read_bytes() == before
    finally:
        aside.rename(course.root / "autograded" / "ada")


def test_remains_of_a_killed_run_go_when_the_page_is_written_again(course: Course, given: list[str]) -> None:
    remains = _page(course, "ada").with_name(".activation.html.1.tmp")
    remains.write_text("half a page")
    assert _give(course, student="ada", force=True) == ["ada"]
    assert not remains.exists()


def test_remains_of_a_killed_grading_are_not_handed_on(course: Course, given: list[str]) -> None:
    folder = _notebook(course, "ada").parent
    remains = [folder / "activation.ipynb.withdrawn", folder / ".activation.ipynb.1.tmp"]
    for path in remains:
        path.write_text("hidden tests")
    try:
        _give(course, student="ada", force=True)
        assert not [path.name for path in remains if (_page(course, "ada").parent / path.name).exists()]
    finally:
        for path in remains:
            path.unlink()


# ---------------------------------------------------------------- trouble


def test_student_who_cannot_get_a_page_is_told_by_name_and_the_others_get_theirs(
    course: Course, changed: Callable[[Path, str], None], command: Command
) -> None:
    old = _page(course, "bob").read_bytes()
    shutil.copytree(course.root / "autograded" / "ada", course.root / "autograded" / "stranger")
    changed(_notebook(course, "bob"), "{ this is no notebook any more")
    changed(_notebook(course, "junk"), '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [7]}')
    _page(course, "ada").unlink()
    try:
        code, out, err = command(assignment="activation")
    finally:
        shutil.rmtree(course.root / "autograded" / "stranger")
    assert code == 1
    for student in ("bob", "junk", "stranger"):
        assert f"nbjudge autograde activation --student={student} --force" in err
    assert "nbjudge: stranger: the gradebook knows nothing of" in err
    assert "3 could not be made" in out
    assert _page(course, "ada").exists()
    assert _page(course, "bob").read_bytes() == old


def test_full_disk_leaves_the_old_page_and_no_half_of_a_new_one(
    course: Course, given: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from nbjudge.trouble import GradingError  # noqa: PLC0415 - the import costs two seconds, and most tests do without

    before = {path: path.read_bytes() for path in course.root.glob("feedback/*/*/*.html")}

    def full(path: Path, text: str, **_: Any) -> None:
        path.write_bytes(text[:1000].encode())
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with monkeypatch.context() as broken:
        broken.setattr(Path, "write_text", full)
        with pytest.raises(GradingError, match="the disk is full"):
            _give(course, force=True)
    assert {path: path.read_bytes() for path in course.root.glob("feedback/*/*/*.html")} == before
    assert not list(course.root.glob("feedback/*/*/.*"))


def test_interrupted_run_says_how_to_go_on(given: list[str], command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("nbjudge.pages.giving.Feedback.give", interrupt)
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
    changed: Callable[[Path, str], None],
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


def test_command_counts_the_pages(course: Course, given: list[str], command: Command) -> None:
    _page(course, "ada").unlink()
    code, out, _ = command()
    assert (code, out) == (0, "feedback for activation: 1 page written, 6 up to date\n")


def test_metadata_of_the_judge_reaches_no_template(course: Course) -> None:
    import nbformat  # noqa: PLC0415 - the import costs two seconds, and most tests do without

    from nbjudge.keep_secrets import KeepSecrets  # noqa: PLC0415 - likewise

    notebook = nbformat.from_dict(json.loads(_notebook(course, "junk").read_text()))
    assert "nbjudge" in json.dumps([notebook.metadata, [cell.metadata for cell in notebook.cells]])
    shown, _ = KeepSecrets().preprocess(notebook, {})
    assert "nbjudge" not in json.dumps([shown.metadata, [cell.metadata for cell in shown.cells]])
