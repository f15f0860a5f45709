"""Pages that keep the secret, as nbgrader's own command makes them: no hidden test, and nothing of a student's runs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest

from demo.course import Course
from nbjudge.feedback.keep_secrets import KeepSecrets
from tests.support.classes import CANARY, EXPECTED, SCRIPT, graded_class, hand_in_oddly
from tests.support.inprocess import NOTEBOOK, code_cells
from tests.support.running import copied

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """An odd class, graded."""
    return copied(graded_class(hand_in_oddly), tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def pages(course: Course) -> dict[str, str]:
    """Each student's page."""
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
    assert title(course.root / "feedback/mallory/activation/activation.html") == "activation: feedback"


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


def test_metadata_of_the_judge_reaches_no_template(course: Course) -> None:
    text = (course.root / "autograded" / "junk" / "activation" / "activation.ipynb").read_text()
    notebook = nbformat.from_dict(json.loads(text))
    assert "nbjudge" in json.dumps([notebook.metadata, [cell.metadata for cell in notebook.cells]])
    shown, _ = KeepSecrets().preprocess(notebook, {})
    assert "nbjudge" not in json.dumps([shown.metadata, [cell.metadata for cell in shown.cells]])
