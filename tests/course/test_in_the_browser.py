"""A student and the instructor, each in a JupyterLab of their own, from release to feedback, all by hand in a browser.

With SCREENSHOTS=docs/images the pictures that the documents show are made anew.
"""

from __future__ import annotations

import getpass
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browser import BROWSER

if BROWSER is None:
    pytest.skip("needs Chromium (apt-get install chromium); .ci/run installs it", allow_module_level=True)
pytest.importorskip("playwright", reason="needs Playwright, which `make` installs")

from playwright.sync_api import Locator, Page, expect

from tests.support.course import copy_course, scores
from tests.support.labs import PATIENCE, Lab, browser

STUDENT = getpass.getuser()
RELU = """class ReLU(Activation):
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float){}
"""
WRONG, RIGHT = RELU.format(""), RELU.format(" * grad_output")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_course(tmp_path_factory.mktemp("course"), "demo", "docs").root


@pytest.fixture(scope="module")
def instructors(root: Path) -> Iterator[Lab]:
    with Lab(root, "instructor") as lab:
        yield lab


@pytest.fixture(scope="module")
def students(root: Path) -> Iterator[Lab]:
    with Lab(root, "student") as lab:
        yield lab


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    return Path(os.environ.get("SCREENSHOTS", tmp_path))


def test_a_student_has_no_formgrader_and_the_instructor_has(students: Lab, instructors: Lab) -> None:
    assert students.status("/formgrader") == 404
    assert instructors.status("/formgrader") == 200


def test_a_port_that_is_taken_is_refused_kindly(root: Path, students: Lab) -> None:
    port = students.address.rpartition(":")[2]
    command = [sys.executable, "-m", "demo.lab", "student", f"--port={port}"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"make student: port {port}: Address already in use. Say another, as in PORT=" in done.stderr
    assert "Traceback" not in done.stderr


def test_from_release_to_feedback_by_hand(root: Path, students: Lab, instructors: Lab, pictures: Path) -> None:
    errors: list[str] = []
    with browser() as chromium:
        context = chromium.new_context(viewport={"width": 1280, "height": 860})
        context.set_default_timeout(1000 * PATIENCE)
        expect.set_options(timeout=1000 * PATIENCE)
        instructor, student = instructors.page(context, errors), students.page(context, errors)
        release(instructor, instructors)
        fetch(student, students)
        work(student, pictures)
        hand_in(student)
        grade(instructor, instructors, pictures)
        relu = {name: score for name, score in scores(root)[STUDENT].items() if "relu" in name}
        assert relu == {"test_relu_forward": 1, "test_relu_backward": 1, "test_relu_contract": 1}
        mark_by_hand(instructor, instructors)
        read_feedback(student)
    assert errors == []


# ---------------------------------------------------------------- the instructor


def release(page: Page, lab: Lab) -> None:
    page.goto(f"{lab.address}/formgrader")
    for button, says in (("assign", "created the student version"), ("release", "released 'activation'")):
        page.locator(f"td.{button} a").click()
        assert says in dialog(page)


def grade(page: Page, lab: Lab, pictures: Path) -> None:
    page.goto(f"{lab.address}/formgrader")
    page.locator("td.collect a").click()
    assert f"Collecting submission: {STUDENT} activation" in dialog(page)
    page.locator("td.num-submissions a").click()
    page.locator("td.autograde a").click()
    told = dialog(page)
    assert "Successfully autograded" in told
    assert "1 graded, 0 up to date, 0 not judged" in told
    expect(page.locator("td.status", has_text="graded")).to_be_visible()
    page.screenshot(path=pictures / "lab-formgrader.png")


def mark_by_hand(page: Page, lab: Lab) -> None:
    """One point and a comment, then feedback is made and released, and the gradebook shows the sum."""
    page.goto(f"{lab.address}/formgrader/gradebook/activation/activation")
    page.locator("a.name-hidden").click()
    page.wait_for_function("typeof formgrader !== 'undefined' && formgrader.grades?.loaded === true")
    for field, text in (
        ("input[id=test_sigmoid_backward]", "1"),
        ("textarea.comment >> nth=0", "Well seen: **the gate**."),
    ):
        page.locator(field).fill(text)
        with page.expect_response(lambda reply: reply.request.method == "PUT") as saved:
            page.locator(field).press("Tab")
        assert saved.value.ok
    page.goto(f"{lab.address}/formgrader/manage_submissions/activation")
    for button, says in (("generate-feedback", "generated feedback"), ("release-feedback", "released feedback")):
        page.locator(f"td.{button} a").click()
        assert f"Successfully {says}" in dialog(page)
    page.goto(f"{lab.address}/formgrader/manage_students")
    row = page.locator("tr", has=page.locator("td.id", has_text=STUDENT))
    expect(row.locator("td.score")).to_have_text("4.5 / 20")


def dialog(page: Page) -> str:
    """What formgrader's dialog says, which is then closed."""
    box = page.locator(".modal.in, #success-modal, #error-modal").first
    expect(box).to_be_visible()
    told = box.inner_text()
    box.locator(".btn").first.click()
    expect(box).not_to_be_visible()
    return told


# ---------------------------------------------------------------- the student


def fetch(page: Page, lab: Lab) -> None:
    open_list(page, lab)
    page.get_by_role("button", name="Fetch").first.click()
    expect(page.get_by_role("button", name="Submit").first).to_be_visible()


def open_list(page: Page, lab: Lab) -> None:
    """The student's one visit to the server: all else is done in tabs of this page."""
    # ?reset: else JupyterLab first shows what it remembers, and opens the tutorial in front of all else a moment later
    page.goto(f"{lab.address}/lab/tree/tutorial.md?reset")
    expect(page.locator(".jp-MarkdownViewer h1")).to_contain_text("Tutorial: from fetch to feedback")
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.locator(".lm-Menu").get_by_text("Assignment List", exact=True).click()


def back_to_list(page: Page) -> None:
    page.get_by_role("tab", name="Assignments").click()


def open_file(page: Page, *path: str) -> None:
    """Double-click one's way there in the file browser."""
    for name in path:
        page.locator(".jp-DirListing-item", has_text=name).dblclick()


def work(page: Page, pictures: Path) -> None:
    """ReLU without the chain rule first, and then as it should be; the rest stays unwritten."""
    open_file(page, "activation", "activation.ipynb")
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible()
    idle(page)
    write(page, WRONG)
    run_all(page)
    expect(output(page, "def test_relu_backward_example")).to_contain_text("✗")
    write(page, RIGHT)
    run_all(page)
    tested = output(page, "def test_relu_backward_example")
    expect(tested).to_contain_text("✓")
    tested.scroll_into_view_if_needed()
    page.screenshot(path=pictures / "lab-student.png")
    drawn = code_cell(page, "draw_activation(ReLU)").locator("img").first
    drawn.scroll_into_view_if_needed()
    expect(drawn).to_be_visible()
    page.get_by_role("button", name="Validate").click()  # which saves first
    told = page.locator(".jp-Dialog", has_text="Validation Results")
    expect(told).to_contain_text("not written yet")
    told.get_by_role("button").last.click()


def write(page: Page, text: str) -> None:
    """Type over what the solution cell of ReLU holds."""
    cell = code_cell(page, "class ReLU(Activation)")
    cell.scroll_into_view_if_needed()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


def run_all(page: Page) -> None:
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator("#jp-mainmenu-run").get_by_text("Run All Cells", exact=True).click()
    page.locator(".jp-Notebook-ExecutionIndicator[data-status='busy']").wait_for()
    idle(page)


def idle(page: Page) -> None:
    page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").wait_for()


def code_cell(page: Page, text: str) -> Locator:
    return page.locator(".jp-CodeCell", has_text=text).first


def output(page: Page, text: str) -> Locator:
    """What stands below a cell. JupyterLab draws it when it comes into sight."""
    cell = code_cell(page, text)
    cell.scroll_into_view_if_needed()
    return cell.locator(".jp-OutputArea")


def hand_in(page: Page) -> None:
    back_to_list(page)
    page.get_by_role("button", name="Submit").first.click()
    expect(page.locator("#submitted_assignments_list .list_item").first).to_contain_text("activation")


def read_feedback(page: Page) -> None:
    back_to_list(page)
    page.get_by_role("button", name="Fetch Feedback").click()
    seen = page.locator("#submitted_assignments_list a", has_text="view feedback")
    seen.click()  # which leads the file browser there
    open_file(page, "activation.html")
    shown = page.frame_locator(".jp-HTMLViewer iframe").locator("body")
    expect(shown).to_contain_text("4.5 of 20 points")
    expect(shown).to_contain_text("Well seen: the gate.")
