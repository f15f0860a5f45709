"""Grading a class: every submission ends in a row, by whichever command, and what people entered stays."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from demo.course import Course
from tests.support.answers import answers
from tests.support.classes import EXPECTED, graded_class, hand_in_oddly
from tests.support.course import filled_in, scores, submit, total
from tests.support.forking import fork_program
from tests.support.inprocess import NOTEBOOK, code_cells
from tests.support.mini import DOUBLE, MiniCourse
from tests.support.rebuilding import new_cell
from tests.support.recorded import graded, read_notebook
from tests.support.running import RIGHT, copied, run


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """An odd class, graded; each test leaves it as good as it was."""
    return copied(graded_class(hand_in_oddly), tmp_path_factory.mktemp("course"))


def test_every_submission_ends_in_a_row_whatever_it_is(course: Course) -> None:
    found = scores(course.root)
    assert set(found) == set(os.listdir(course.root / "submitted"))
    assert {student: total(course.root, student) for student in EXPECTED} == EXPECTED
    assert all(score is not None for row in found.values() for score in row.values())


def test_every_submission_ends_in_a_notebook_that_says_why_it_has_no_points(course: Course) -> None:
    for student in ("junk", "cut", "nothing", "folder", "link"):
        assert read_notebook(course, student)["metadata"]["nbjudge"]["reason"]


def test_files_of_the_student_are_never_imported_and_never_copied(course: Course) -> None:
    assert total(course.root, "shadow") == pytest.approx(3 + scores(course.root)["shadow"]["test_network"])  # type: ignore[operator]
    assert not (course.root / "autograded/shadow/activation/numpy.py").exists()
    kit = (course.root / "autograded/shadow/activation/checks.py").read_text()
    assert kit == (course.root / "source/activation/checks.py").read_text()


def test_hostile_timestamp_is_no_timestamp_and_a_note(course: Course) -> None:
    notes = read_notebook(course, "clock")["metadata"]["nbjudge"]["notes"]
    assert any("timestamp.txt" in note for note in notes)


def test_stock_command_and_formgraders_api_give_exactly_the_judges_scores(course: Course) -> None:
    own = scores(course.root)
    course.run("autograde", "activation", "--force")
    assert scores(course.root) == own
    program = (
        "from nbgrader.apps import NbGrader, NbGraderAPI\n"
        "app = NbGrader(); app.initialize([])\n"
        "api = NbGraderAPI(app.coursedir, parent=app)\n"
        "result = api.autograde('activation', 'ada')\n"
        "assert result['success'], result\n"
        "result = api.autograde('activation', 'clock')\n"
        "assert 'timestamp.txt' in result['log'], 'what was odd stands in the message of success'\n"
    )
    ended = fork_program(["python", "-c", program], course.root, course.environment).wait()
    assert ended.code == 0, ended.err
    assert scores(course.root) == own


def test_corpus_scores_the_same_through_the_stock_command_and_the_judges_own(course: Course) -> None:
    chosen = [*answers("wrong")[::80], *answers("correct")[::40]]
    for answer in chosen:
        submit(course, answer.name.replace("/", "-"), filled_in({**RIGHT, answer.grade_id: answer.text}))
    names = [answer.name.replace("/", "-") for answer in chosen]
    try:
        course.run("autograde", "activation", "--force", "--student=" + ",".join(names))
        stock = {name: row for name, row in scores(course.root).items() if name in names}
        course.judge("activation", names)
        own = {name: row for name, row in scores(course.root).items() if name in names}
        assert stock == own
        full = {cell.grade_id: cell.points for cell in code_cells(NOTEBOOK) if cell.points}
        for answer, name in zip(chosen, names, strict=True):
            assert {cell for cell, score in own[name].items() if score != full[cell]} == answer.loses
    finally:
        for name in names:
            shutil.rmtree(course.root / "submitted" / name)


def test_verdicts_are_byte_identical_whichever_command_graded(course: Course) -> None:
    course.run("autograde", "activation", "--student=bob", "--force")
    first = graded(course)["bob/activation/activation.ipynb"]
    course.judge("activation", ["bob"])
    assert graded(course)["bob/activation/activation.ipynb"] == first


def test_nothing_changed_means_that_nothing_runs_and_a_resubmission_runs_alone(course: Course) -> None:
    before = {path: path.stat().st_mtime_ns for path in course.root.glob("autograded/*/activation/activation.ipynb")}
    submit(course, "bob", filled_in({**RIGHT, "gelu": "raise ValueError('even later')"}))
    run(course, "autograde", "activation")
    changed = {path.parts[-3] for path, when in before.items() if path.stat().st_mtime_ns != when}
    assert changed == {"bob"}


def test_what_a_person_entered_survives_a_regrade(course: Course) -> None:
    from nbgrader.api import Gradebook  # noqa: PLC0415 - the import costs two seconds, and most tests do without

    url = f"sqlite:///{course.root / 'gradebook.db'}"
    with Gradebook(url) as gradebook:
        grade = gradebook.find_grade("test_gelu_forward", "activation", "activation", "bob")
        grade.manual_score, grade.extra_credit = 1.5, 0.25
        gradebook.find_comment("relu", "activation", "activation", "bob").manual_comment = "Well argued."
        gradebook.db.commit()
    course.judge("activation", ["bob"])
    with Gradebook(url) as gradebook:
        grade = gradebook.find_grade("test_gelu_forward", "activation", "activation", "bob")
        assert (grade.score, grade.needs_manual_grade) == (1.75, True)
        assert gradebook.find_comment("relu", "activation", "activation", "bob").comment == "Well argued."
        assert gradebook.find_comment("relu", "activation", "activation", "junk").comment == "No response."


def test_late_penalty_is_the_one_that_the_course_configured(course: Course) -> None:
    from nbgrader.api import Gradebook  # noqa: PLC0415 - the import costs two seconds, and most tests do without

    config = course.root / "nbgrader_config.py"
    before = config.read_text()
    url = f"sqlite:///{course.root / 'gradebook.db'}"
    try:
        config.write_text(before + "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
        with Gradebook(url) as gradebook:
            gradebook.update_or_create_assignment("activation", duedate="2026-10-31 12:00:00 UTC")
        course.judge("activation", ["ada"])
        with Gradebook(url) as gradebook:
            notebook = gradebook.find_submission_notebook("activation", "activation", "ada")
            assert notebook.late_submission_penalty == 20
    finally:
        config.write_text(before)
        with Gradebook(url) as gradebook:
            gradebook.update_or_create_assignment("activation", duedate=None)
        course.judge("activation", ["ada"])


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with a small assignment, to be tried out anew in little time, and one student."""
    course = MiniCourse(tmp_path_factory.mktemp("small") / "course")
    course.succeed("nbgrader generate_assignment ps")
    course.submit("ada", double="def double(x):\n    return x + x\n")
    return course.root


@pytest.fixture
def small(released: Path, tmp_path: Path) -> MiniCourse:
    """A copy of it, for one test."""
    shutil.copytree(released, tmp_path / "small")
    return MiniCourse(tmp_path / "small")


def test_grading_without_a_sandbox_says_so_everywhere(small: MiniCourse) -> None:
    graded_notebook = small.root / "autograded/ada/ps/ps.ipynb"
    assert "WITHOUT a sandbox" in small.succeed("nbjudge autograde ps --no-sandbox")
    assert json.loads(graded_notebook.read_text())["metadata"]["nbjudge"]["sandboxed"] is False
    small.succeed("nbjudge autograde ps")
    assert json.loads(graded_notebook.read_text())["metadata"]["nbjudge"]["sandboxed"] is True


def test_gradebook_that_lost_its_rows_gets_them_back(course: Course) -> None:
    gradebook = course.root / "gradebook.db"
    before = scores(course.root)
    gradebook.unlink()
    course.run("generate_assignment", "activation", "--force")
    assert run(course, "autograde").code == 0
    students = os.listdir(course.root / "submitted")
    assert {s: scores(course.root)[s] for s in students} == {s: before[s] for s in students}


def test_what_could_not_be_judged_is_no_zero_and_is_graded_again(small: MiniCourse) -> None:
    flags: dict[str, Any] = {"grade_id": "test_double", "grade": True, "locked": True, "points": 4}
    broken = "import no_such_module\ndef test_a():\n    pass\nrun_tests()"
    small.write_source(*DOUBLE[:2], new_cell(broken, "test_double", **flags))
    assert small.run("nbjudge autograde ps").code == 3
    assert scores(small.root, "ps") == {"ada": {"test_double": None}}
    assert small.run("nbjudge autograde ps").code == 3, "it should have been graded again"
    small.write_source(*DOUBLE)
    assert small.run("nbjudge autograde ps").code == 0
    assert scores(small.root, "ps") == {"ada": {"test_double": 4}}


def test_sandbox_that_does_not_close_costs_no_student_anything(small: MiniCourse) -> None:
    config = small.root / "nbgrader_config.py"
    before = config.read_text()
    config.write_text(before + "\nc.NbJudge.memory_bytes = 100 * 1024 * 1024\n")
    assert small.run("nbjudge autograde ps").code == 3
    assert scores(small.root, "ps") == {"ada": {"test_double": None}}
    config.write_text(before)
    assert small.run("nbjudge autograde ps").code == 0
    assert scores(small.root, "ps") == {"ada": {"test_double": 4}}


def test_command_works_from_a_folder_below_and_says_so_elsewhere(course: Course, tmp_path: Path) -> None:
    below = course.root / "source" / "activation"
    command = ["nbjudge", "autograde", "activation", "--student=ada"]
    assert fork_program(command, below, course.environment).wait().code == 0
    assert not (below / "gradebook.db").exists()
    done = fork_program(command, tmp_path, course.environment).wait()
    assert done.code == 1
    assert "no nbgrader_config.py" in done.err


def test_folder_whose_name_is_no_text_is_skipped_and_stops_nobody(course: Course) -> None:
    odd = os.fsencode(course.root / "submitted") + b"/z\xff"
    os.makedirs(odd + b"/activation")
    try:
        done = run(course, "autograde")
        assert done.code == 0
        assert "not UTF-8" in done.err
    finally:
        shutil.rmtree(odd)
