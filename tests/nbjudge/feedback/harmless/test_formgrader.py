"""formgrader, as an instructor has it: a real server, and a real browser that clicks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.course import Course
from tests.support.browser import BROWSER, Browser
from tests.support.classes import graded_class
from tests.support.course import filled_in, submit
from tests.support.running import copied
from tests.support.server import TOKEN, Server, formgrader_path

NAMES = ("test_relu_forward", "test_sigmoid_forward", "test_gelu_forward")
#: Invisible, and all over the window: Bootstrap's `modal`. It lies in what formgrader's script takes for three cells.
TAKEOVER = (
    '<div class="nbgrader_cell">' + "".join(f'<span id="{name}"></span>' for name in NAMES)
    + '<div class="full-credit modal show">MINE</div></div>'
)  # fmt: skip
SLOW = [{"cell_type": "code", "id": f"slow-{n}", "outputs": [], "source": f"a={n}" + "\n " * 45_000} for n in range(10)]
ESCAPE = {"cell_type": "code", "id": "e", "outputs": [], "source": "print('\\x1b[38m')"}


def hand_in(course: Course) -> None:
    output = {
        "cell_type": "code",
        "id": "o",
        "outputs": [],
        "source": f"from IPython.display import *\nHTML({TAKEOVER!r})",
    }
    hostile = filled_in(
        {}, output, *({"cell_type": kind, "id": kind, "source": TAKEOVER} for kind in ("markdown", "raw"))
    )
    hostile["cells"] = [*hostile["cells"][-3:], *hostile["cells"][:-3]]
    submit(course, "mallory", hostile)
    submit(course, "slow", filled_in({}, *SLOW))
    submit(course, "escape", filled_in({}, ESCAPE))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return copied(graded_class(hand_in), tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def server(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(course, tmp_path_factory.mktemp("home")) as server:
        yield server


def by_hand(course: Course) -> dict[str, float]:
    """Points of mallory's that a person has entered, or seems to have."""
    from nbgrader.api import Gradebook  # noqa: PLC0415 - the import costs two seconds

    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission_notebook("activation", "activation", "mallory")
        return {grade.name: grade.manual_score for grade in submission.grades if grade.manual_score is not None}


def click_everywhere(browser: Browser, address: str) -> None:
    """Open the page and click all over the window, but on what is formgrader's own."""
    browser.open(
        address, "typeof formgrader != 'undefined' && !!formgrader.grades && formgrader.grades.loaded === true"
    )
    for x in range(60, 1000, 220):
        for y in range(90, 690, 150):
            if not browser.value(f"!!document.elementFromPoint({x}, {y}).closest('a, input, button, textarea')"):
                browser.click(x, y)
    time.sleep(0.5)  # for what formgrader sends


@pytest.mark.skipif(BROWSER is None, reason="needs Chromium (apt-get install chromium); .ci/run installs it")
def test_no_click_of_the_instructor_gives_points(course: Course, server: Server, tmp_path: Path) -> None:
    address = f"{server.address}{formgrader_path(course, 'mallory')}"
    with Browser(tmp_path / "profile") as browser:
        browser.open(f"{server.address}/api/status?token={TOKEN}")
        click_everywhere(browser, address)
        assert "MINE" in browser.value("document.body.innerText")
        assert by_hand(course) == {}
        planted = f"document.getElementById('notebook-container').insertAdjacentHTML('afterbegin', {TAKEOVER!r})"
        browser.tell(
            "Page.addScriptToEvaluateOnNewDocument", source=f"addEventListener('DOMContentLoaded', () => {planted})"
        )
        click_everywhere(browser, address)
        assert set(by_hand(course)) >= {NAMES[0]}, "as it was, or this test could not fail"


def test_slow_text_does_not_hold_the_server(course: Course, server: Server) -> None:
    server.get(formgrader_path(course, "escape"))  # what it loads for the first page takes longer than any page
    begun = time.monotonic()
    status, page = server.get(formgrader_path(course, "slow"))
    assert (status, "a=9" in page) == (200, True)
    assert time.monotonic() - begun < 10, "one to two seconds on a quiet machine; without limits minutes"


def test_no_printed_text_stops_the_page(course: Course, server: Server) -> None:
    assert server.get(formgrader_path(course, "escape"))[0] == 200
