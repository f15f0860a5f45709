"""`nbjudge watch`: how it ends, what it costs while nothing comes, and the lines that it prints."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from nbjudge.commands.watch import as_json, as_line
from nbjudge.doors.watching import Event
from tests.support.forking import Running, fork_program
from tests.support.mini import MiniCourse
from tests.support.running import wait_until
from tests.support.scores import scored

EXCHANGE = "from pathlib import Path\nc.Exchange.root = str(Path('exchange').resolve())\n"
GRADED = Event("graded", "ps", "ada\x1b[2J", "what was odd", scored("ada", passed=3, raised=1), 4.25, "released")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> MiniCourse:
    """With an exchange to which nothing comes."""
    made = MiniCourse(tmp_path_factory.mktemp("idle") / "course", configuration=EXCHANGE)
    (made.root / "exchange" / "mini" / "inbound").mkdir(parents=True)
    return made


@contextlib.contextmanager
def watching(course: MiniCourse, *arguments: str) -> Iterator[Running]:
    """The command, once it watches; it is killed if the test does not end it."""
    running = fork_program(["nbjudge", "watch", *arguments], course.root, course.environment)
    errors = running.folder / "err"
    try:
        assert wait_until(lambda: errors.exists() and "watching the exchange" in errors.read_text())
        yield running
    finally:
        if running.folder.exists():  # nobody has waited for it
            running.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_its_ordinary_end(course: MiniCourse, number: signal.Signals) -> None:
    with watching(course, "--every=60") as running:
        os.kill(running.pid, number)
        ended = running.wait()
    assert (ended.code, ended.out) == (0, "")
    assert "stopped watching" in ended.err
    assert "Traceback" not in ended.err


def test_a_second_watch_of_a_course_is_told_who_watches(course: MiniCourse) -> None:
    with watching(course, "--every=60") as running:
        second = fork_program(["nbjudge", "watch"], course.root, course.environment).wait()
    assert second.code == 1
    assert f"this course is being watched already, by process {running.pid} on" in second.err


def test_while_nothing_comes_it_costs_next_to_nothing(course: MiniCourse) -> None:
    with watching(course, "--every=0.1") as running:
        process = psutil.Process(running.pid)
        begun = process.cpu_times()
        time.sleep(1)
        used = process.cpu_times()
    # at the default interval these ten rounds take 50 s, and 0.5 s of that would be a hundredth of a core
    assert used.user + used.system - begun.user - begun.system < 0.1


@pytest.mark.parametrize(
    ("arguments", "configuration", "code", "said"),
    [
        (["nope"], "", 1, "no assignment 'nope' in source/ (found: ps)"),
        (["--every=0"], "", 2, "expected seconds from 0.1 to 86400, but found '0'"),
        ([], "c.CourseDirectory.course_id = ''", 1, "c.CourseDirectory.course_id is not set"),
        ([], "c.NbJudge.assignments = ['other']", 1, "no assignment of the judge's in source/"),
    ],
)
def test_what_it_cannot_watch_is_told(
    tmp_path: Path, arguments: list[str], configuration: str, code: int, said: str
) -> None:
    course = MiniCourse(tmp_path / "course", configuration=configuration)
    done = fork_program(["nbjudge", "watch", *arguments], course.root, course.environment).wait()
    assert done.code == code
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_line_says_who_how_many_points_and_how_long_it_took() -> None:
    line = as_line(GRADED).partition(" ps ")[2]
    assert line == "ada?[2J: 3 of 5 points, page released, 4.2 s after it came, what was odd"
    assert as_line(Event("waiting", "", "", "somebody grades")).endswith(" waiting: somebody grades")
    assert as_line(Event("kept", "ps", "bob", "kept for tomorrow")).endswith(" ps bob: kept for tomorrow")


def test_as_json_each_line_is_an_object() -> None:
    told = json.loads(as_json(GRADED))
    assert "\n" not in as_json(GRADED)
    del told["time"]
    assert told == {
        "event": "graded", "assignment": "ps", "student": "ada\x1b[2J", "text": "what was odd", "points": 3,
        "max_points": 5, "not_judged": False, "page": "released", "seconds": 4.2,
    }  # fmt: skip
    told = json.loads(as_json(Event("waiting", "", "", "somebody grades")))
    assert (told["event"], told["assignment"], told["student"]) == ("waiting", None, None)
