"""Grading a class: every submission ends in a row, by whichever command, and what people entered stays."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.course import CommandFailed, Course
from tests.answers import answers
from tests.course import copy_course, filled_in, scores, submit, total
from tests.inprocess import NOTEBOOK, code_cells

RIGHT = {cell.grade_id: cell.source for cell in code_cells(NOTEBOOK) if cell.solution}
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CANARY = "PRINTED-WHILE-TESTS-RAN"
SCRIPT = "<script>document.title='OWNED'</script>"
ATTACK = (
    "class ReLU(Activation):\n"
    # on a line of its own: the message quotes the line that raised, and would quote the name with it
    f"    def forward(self, x):\n        print({CANARY!r})\n        raise ValueError({SCRIPT!r})\n"
    "    def backward(self, g):\n        return g\n"
)


def _class(course: Course) -> None:
    """A small class: two readable submissions, and eight that are odd in their own ways."""
    submit(course, "ada", filled_in(RIGHT))
    submit(course, "bob", filled_in({**RIGHT, "gelu": "raise ValueError('later')"}))
    submit(course, "junk", b"this is no notebook")
    submit(course, "cut", json.dumps(filled_in(RIGHT)).encode()[:5000])
    empty = course.root / "submitted" / "nothing" / "activation"
    empty.mkdir(parents=True)
    folder = submit(course, "folder", b"")
    (folder / "activation.ipynb").unlink()
    (folder / "activation.ipynb").mkdir()
    link = submit(course, "link", b"")
    (link / "activation.ipynb").unlink()
    (link / "activation.ipynb").symlink_to(course.root / "submitted" / "ada" / "activation" / "activation.ipynb")
    late = submit(course, "clock", filled_in(RIGHT))
    (late / "timestamp.txt").write_bytes(b"\xff\x00" * 50 + b"99999-99-99")
    os.mkfifo(late / "pipe.txt")
    doubled = filled_in(RIGHT)
    doubled["cells"] += [cell for cell in doubled["cells"] if cell["metadata"].get("nbgrader")]
    submit(course, "double", doubled)
    shadow = submit(course, "shadow", filled_in({"relu": RIGHT["relu"]}))
    for name in ("numpy.py", "conftest.py", "sitecustomize.py", "checks.py"):
        (shadow / name).write_text("raise SystemExit('a file of the student was imported')")
    student_cells = (
        {"cell_type": "code", "id": "mine", "outputs": [], "source": "from IPython.display import HTML\n"
         f"HTML({SCRIPT!r})"},
        {"cell_type": "markdown", "id": "words", "source": f"{SCRIPT} <img src=x onerror=\"document.title='OWNED'\">"},
    )  # fmt: skip
    submit(course, "mallory", filled_in({**RIGHT, "relu": ATTACK}, *student_cells))


EXPECTED = {
    "ada": 20.0,
    "junk": 0.0,
    "cut": 0.0,
    "nothing": 0.0,
    "folder": 0.0,
    "link": 0.0,
    "clock": 20.0,
    "double": 20.0,
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = copy_course(tmp_path_factory.mktemp("course"))
    course.run("generate_assignment", "activation")
    _class(course)
    course.judge("activation", ["*"])
    return course


def test_every_submission_ends_in_a_row_whatever_it_is(course: Course) -> None:
    found = scores(course.root)
    assert set(found) == set(os.listdir(course.root / "submitted"))
    assert {student: total(course.root, student) for student in EXPECTED} == EXPECTED
    assert all(score is not None for row in found.values() for score in row.values())


def test_every_submission_ends_in_a_notebook_that_says_why_it_has_no_points(course: Course) -> None:
    for student in ("junk", "cut", "nothing", "folder", "link"):
        notebook = json.loads((course.root / f"autograded/{student}/activation/activation.ipynb").read_text())
        assert notebook["metadata"]["nbjudge"]["reason"]


def test_files_of_the_student_are_never_imported_and_never_copied(course: Course) -> None:
    assert total(course.root, "shadow") == pytest.approx(6 + scores(course.root)["shadow"]["test_network"])  # type: ignore[operator]
    assert not (course.root / "autograded/shadow/activation/numpy.py").exists()
    kit = (course.root / "autograded/shadow/activation/checks.py").read_text()
    assert kit == (course.root / "source/activation/checks.py").read_text()


def test_hostile_timestamp_is_no_timestamp_and_a_note(course: Course) -> None:
    notebook = json.loads((course.root / "autograded/clock/activation/activation.ipynb").read_text())
    assert any("timestamp.txt" in note for note in notebook["metadata"]["nbjudge"]["notes"])


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
    )
    subprocess.run([sys.executable, "-c", program], cwd=course.root, env=course.environment, check=True)
    assert scores(course.root) == own


def test_corpus_scores_the_same_through_the_stock_command_and_the_judges_own(course: Course) -> None:
    chosen = [*answers("wrong")[::20], *answers("correct")[::14]]
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
    path = course.root / "autograded/bob/activation/activation.ipynb"
    course.run("autograde", "activation", "--student=bob", "--force")
    first = _without_times(path)
    course.judge("activation", ["bob"])
    assert _without_times(path) == first


def _without_times(path: Path) -> str:
    return re.sub(r'"seconds": [0-9.e-]+', '"seconds": 0', path.read_text())


def test_nothing_changed_means_that_nothing_runs_and_a_resubmission_runs_alone(course: Course) -> None:
    before = {path: path.stat().st_mtime_ns for path in course.root.glob("autograded/*/activation/activation.ipynb")}
    submit(course, "bob", filled_in({**RIGHT, "gelu": "raise ValueError('even later')"}))
    _nbjudge(course, "autograde", "activation")
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
def pages(course: Course) -> dict[str, str]:
    course.run("generate_feedback", "activation", "--force")
    return {path.parts[-3]: path.read_text() for path in course.root.glob("feedback/*/activation/activation.html")}


def test_feedback_shows_verdicts_and_keeps_the_hidden_tests_secret(pages: dict[str, str]) -> None:
    assert set(pages) >= set(EXPECTED)
    hidden = [
        line.strip()
        for cell in code_cells(NOTEBOOK)
        if cell.points
        for line in cell.source.partition("BEGIN HIDDEN TESTS")[2].splitlines()
        if "_ask." in line or "_network." in line or "import" in line
    ]
    assert len(hidden) > 40
    for page in pages.values():
        text = re.sub(r"<[^>]+>", "", page)
        assert not [line for line in hidden if line in text]
    assert "backward is the derivative at the input" in pages["ada"]


def test_feedback_does_not_show_what_the_student_printed_while_tests_ran(pages: dict[str, str]) -> None:
    # it stands in the student's own cell, as source; nowhere as output
    assert pages["mallory"].count(CANARY) == 1


def test_scripts_of_students_arrive_as_text(pages: dict[str, str]) -> None:
    assert SCRIPT not in pages["mallory"]
    assert "OWNED" in pages["mallory"]
    assert not re.search(r"<img[^>]*onerror", pages["mallory"])


def test_the_instructors_own_formatting_stays(pages: dict[str, str]) -> None:
    assert "<th>forward</th>" in pages["mallory"].replace('style="text-align: left;"', "")


@pytest.mark.skipif(BROWSER is None, reason="needs Chromium (apt-get install chromium); .ci/run installs it")
def test_scripts_of_students_do_not_run_in_a_browser(course: Course, pages: dict[str, str], tmp_path: Path) -> None:
    def title(page: Path) -> str:
        options = (
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--virtual-time-budget=3000",
        )
        done = subprocess.run(
            [str(BROWSER), *options, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", page.as_uri()],
            capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip
        return str(re.findall(r"<title>(.*?)</title>", done.stdout)[0])

    planted = tmp_path / "planted.html"
    planted.write_text(f"<html><head><title>mine</title></head><body>{SCRIPT}</body></html>")
    assert title(planted) == "OWNED", "the browser should run scripts, or this test could not fail"
    assert title(course.root / "feedback/mallory/activation/activation.html") == "activation"


def test_feedback_says_why_there_are_no_points(pages: dict[str, str]) -> None:
    assert "is not a notebook" in re.sub(r"<[^>]+>", "", pages["junk"])


def test_feedback_of_the_whole_class_can_be_released(course: Course, pages: dict[str, str]) -> None:
    course.run("release_assignment", "activation")
    course.run("release_feedback", "activation")
    assert len(list((course.root / "exchange/mini-torch/feedback").glob("*.html"))) == len(
        {(page, "secret") for page in pages}
    ) - _sharing_a_secret(course)


def _sharing_a_secret(course: Course) -> int:
    """Students of this test share one secret, and so one page; those without a usable one got their own."""
    secrets = [path.read_text() for path in course.root.glob("feedback/*/activation/submission_secret.txt")]
    return len(secrets) - len(set(secrets))


def _nbjudge(course: Course, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nbjudge.cli", *arguments]
    return subprocess.run(command, cwd=course.root, env=course.environment, text=True, capture_output=True, check=False)


def test_grading_without_a_sandbox_says_so_everywhere(course: Course) -> None:
    done = _nbjudge(course, "autograde", "--student=ada", "--no-sandbox")
    assert done.returncode == 0
    assert "WITHOUT a sandbox" in done.stdout
    notebook: Any = json.loads((course.root / "autograded/ada/activation/activation.ipynb").read_text())
    assert notebook["metadata"]["nbjudge"]["sandboxed"] is False
    _nbjudge(course, "autograde", "--student=ada")
    notebook = json.loads((course.root / "autograded/ada/activation/activation.ipynb").read_text())
    assert notebook["metadata"]["nbjudge"]["sandboxed"] is True


def test_gradebook_that_lost_its_rows_gets_them_back(course: Course) -> None:
    gradebook = course.root / "gradebook.db"
    before = scores(course.root)
    gradebook.unlink()
    course.run("generate_assignment", "activation", "--force")
    assert _nbjudge(course, "autograde").returncode == 0
    students = os.listdir(course.root / "submitted")
    assert {s: scores(course.root)[s] for s in students} == {s: before[s] for s in students}


@pytest.fixture
def changed_source(course: Course) -> Iterator[dict[str, Any]]:
    """The source notebook, to be changed by a test: put back afterwards."""
    path = course.root / "source/activation/activation.ipynb"
    before = path.read_text()
    notebook = json.loads(before)
    yield notebook
    path.write_text(before)


def test_source_that_changed_after_its_release_is_refused_by_name(
    course: Course, changed_source: dict[str, Any]
) -> None:
    for cell in changed_source["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "test_relu_forward":
            cell["metadata"]["nbgrader"]["points"] = 5
    (course.root / "source/activation/activation.ipynb").write_text(json.dumps(changed_source))
    done = _nbjudge(course, "autograde", "--force")
    assert done.returncode == 1
    assert "has changed since its release (test_relu_forward)" in done.stderr


def test_what_could_not_be_judged_is_no_zero_and_is_graded_again(
    course: Course, changed_source: dict[str, Any]
) -> None:
    path = course.root / "source/activation/activation.ipynb"
    whole = path.read_text()
    for cell in changed_source["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "test_relu_forward":
            cell["source"] = "import no_such_module\ndef test_a():\n    pass\nrun_tests()"
    path.write_text(json.dumps(changed_source))
    assert _nbjudge(course, "autograde", "--student=ada").returncode == 3
    assert scores(course.root)["ada"]["test_relu_forward"] is None
    assert _nbjudge(course, "autograde", "--student=ada").returncode == 3, "it should have been graded again"
    path.write_text(whole)
    assert _nbjudge(course, "autograde", "--student=ada").returncode == 0
    assert scores(course.root)["ada"]["test_relu_forward"] == 2


def test_sandbox_that_does_not_close_costs_no_student_anything(course: Course) -> None:
    config = course.root / "nbgrader_config.py"
    before = config.read_text()
    try:
        config.write_text(before + "\nc.NbJudge.memory_bytes = 100 * 1024 * 1024\n")
        assert _nbjudge(course, "autograde", "--student=ada").returncode == 3
        assert set(scores(course.root)["ada"].values()) == {None}
    finally:
        config.write_text(before)
    assert _nbjudge(course, "autograde", "--student=ada").returncode == 0
    assert total(course.root, "ada") == 20


def test_files_left_out_of_the_release_do_not_reach_student_code(course: Course) -> None:
    secret = course.root / "source/activation/.ipynb_checkpoints/answers.txt"
    secret.parent.mkdir(exist_ok=True)
    secret.write_text("the answers")
    _nbjudge(course, "autograde", "--student=ada", "--force")
    assert not list((course.root / "autograded/ada").rglob("answers.txt"))


def test_kit_with_hidden_tests_in_it_is_refused(course: Course) -> None:
    draft = course.root / "source/activation/draft.py"
    draft.write_text("### BEGIN HIDDEN TESTS\n")
    try:
        done = _nbjudge(course, "autograde")
        assert done.returncode == 1
        assert "draft.py holds hidden tests" in done.stderr
    finally:
        draft.unlink()


def test_command_works_from_a_folder_below_and_says_so_elsewhere(course: Course, tmp_path: Path) -> None:
    below = course.root / "source" / "activation"
    command = [sys.executable, "-m", "nbjudge.cli", "autograde", "activation", "--student=ada"]
    assert subprocess.run(command, cwd=below, env=course.environment, check=False, capture_output=True).returncode == 0
    assert not (below / "gradebook.db").exists()
    done = subprocess.run(command, cwd=tmp_path, env=course.environment, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "no nbgrader_config.py" in done.stderr


def test_folder_whose_name_is_no_text_is_skipped_and_stops_nobody(course: Course) -> None:
    odd = os.fsencode(course.root / "submitted") + b"/z\xff"
    os.makedirs(odd + b"/activation")
    try:
        done = _nbjudge(course, "autograde")
        assert done.returncode == 0
        assert "not UTF-8" in done.stderr
    finally:
        shutil.rmtree(odd)


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
    done = _nbjudge(course, *arguments)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_limit_that_makes_no_sense_is_told_by_name(course: Course) -> None:
    config = course.root / "nbgrader_config.py"
    before = config.read_text()
    try:
        config.write_text(before + "\nc.NbJudge.test_seconds = -1.0\n")
        done = _nbjudge(course, "autograde", "activation")
        assert done.returncode == 1
        assert "limit test_seconds" in done.stderr
        with pytest.raises(CommandFailed, match="limit test_seconds"):
            course.run("autograde", "activation")
    finally:
        config.write_text(before)
