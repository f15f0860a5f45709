"""formgrader's button *autograde*, pressed in a real server: other pages stay usable while it grades."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from demo.course import Course
from tests.support.course import filled_in, scores, submit
from tests.support.running import RIGHT, released
from tests.support.server import Server

LOOP = "class ReLU(Activation):\n    def forward(self, x):\n        while True:\n            pass\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = released(tmp_path_factory.mktemp("buttons"))
    submit(course, "ada", filled_in(RIGHT))
    submit(course, "loop", filled_in(RIGHT | {"relu": LOOP}))
    submit(course, "odd, name", filled_in({}))
    return course


@pytest.fixture(scope="module")
def server(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(course, tmp_path_factory.mktemp("home")) as server:
        yield server


def press(server: Server, student: str) -> dict[str, object]:
    """What the page is told."""
    status, text = server.post(f"/formgrader/api/submission/activation/{student.replace(' ', '%20')}/autograde")
    assert status == 200, text
    told: dict[str, object] = json.loads(text)
    return told


def test_a_loop_behind_the_button_leaves_other_pages_usable(course: Course, server: Server) -> None:
    waits, begun = [], time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        pressed = [pool.submit(press, server, student) for student in ("loop", "ada")]
        while not all(one.done() for one in pressed):
            asked = time.monotonic()
            assert server.get("/formgrader/api/assignments")[0] == 200
            waits.append(time.monotonic() - asked)
            time.sleep(0.1)  # else answering takes more of the processor than grading
    grading = time.monotonic() - begun
    assert [one.result()["success"] for one in pressed] == [True, True], [one.result() for one in pressed]
    assert "loop" in str(pressed[0].result()["log"])
    found = scores(course.root)
    assert found["loop"]["test_relu_forward"] == 0
    assert sum(score or 0 for score in found["ada"].values()) == 20
    assert grading > 2, "it has looped"
    assert max(waits) < grading / 2
    assert len(waits) > 3


def test_a_name_with_a_comma_is_one_student(course: Course, server: Server) -> None:
    assert press(server, "odd, name")["success"] is True
    assert "odd, name" in scores(course.root)


def test_what_goes_wrong_is_told_on_the_page(server: Server) -> None:
    told = press(server, "nobody")
    assert told["success"] is False
    assert "no submissions of 'activation' by 'nobody'" in str(told["log"])
    assert "exit code 1" in str(told["error"])
