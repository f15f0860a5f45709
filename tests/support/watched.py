"""A small course with an exchange, to be watched: submissions are laid there as `nbgrader submit` lays them."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final
from unittest import mock

from nbjudge.course.lock import grading
from nbjudge.course.opening import open_whole_course
from nbjudge.course.settings import NbJudge
from nbjudge.doors.watching import Event, Watch
from nbjudge.grading import grader
from nbjudge.processes.warm_set import WarmSet
from tests.support.mini import MiniCourse
from tests.support.one_file import CELLS, written
from tests.support.zygotes import blanks

NOON: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
CONFIGURATION: Final = """
from pathlib import Path
c.Exchange.root = str(Path("exchange").resolve())
c.ExchangeCollect.check_owner = False
"""


def watched_course(root: Path) -> MiniCourse:
    """Released, and tried out, so that no test has to wait for that."""
    course = MiniCourse(root, *CELLS, configuration=CONFIGURATION)
    course.succeed("nbgrader generate_assignment ps")
    course.succeed("nbjudge check ps")
    for name in ("inbound", "feedback"):
        (root / "exchange" / "mini" / name).mkdir(parents=True)
    for folder in (root / "exchange", root / "exchange" / "mini" / "inbound"):
        folder.chmod(0o777)
    return course


def inbound(course: MiniCourse) -> Path:
    return course.root / "exchange" / "mini" / "inbound"


def hand_in(
    course: MiniCourse, student: str, texts: Mapping[str, str], *, minutes: int = 0, whole: bool = True
) -> Path:
    """A submission in the exchange; ``minutes`` after noon. What is not whole lacks what is written last."""
    sent = f"{NOON + timedelta(minutes=minutes):%Y-%m-%d %H:%M:%S.%f} UTC"
    folder = inbound(course) / f"{student}+ps+{sent}+{secrets.token_hex(4)}"
    folder.mkdir()
    written(folder / "ps.ipynb", course, texts)
    (folder / "timestamp.txt").write_text(sent)
    if whole:
        (folder / "submission_secret.txt").write_text(secrets.token_hex(64))
    return folder


class Clock:
    """It goes as it is told."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@contextlib.contextmanager
def watching(course: MiniCourse, **settings: Any) -> Iterator[tuple[Watch, Clock]]:
    """A watch of the course, in this process, which hands pages back."""
    with contextlib.chdir(course.root), mock.patch.object(grader, "WarmSet", partial(WarmSet, blanks())):
        app = open_whole_course()
        chosen = NbJudge(parent=app)
        for name, value in {"jobs": 1, **settings}.items():
            setattr(chosen, name, value)
            setattr(app.config.NbJudge, name, value)
        clock = Clock()
        yield Watch(app, chosen, ["ps"], release=True, clock=clock), clock


def told(watch: Watch) -> list[tuple[str, str]]:
    """What a round tells: kinds and students."""
    return [(event.kind, event.student) for event in watch.round()]


def graded(watch: Watch) -> dict[str, Event]:
    """Who was graded in a round, in which nothing else happened."""
    events = list(watch.round())
    assert {event.kind for event in events} <= {"graded"}, events
    return {event.student: event for event in events}


def released(course: MiniCourse) -> list[str]:
    """The texts of the pages that students can fetch."""
    return [path.read_text() for path in (course.root / "exchange" / "mini" / "feedback").glob("*.html")]


@contextlib.contextmanager
def somebody_grades(course: MiniCourse) -> Iterator[None]:
    """Another process holds the course's lock."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with grading(course.root):
            os.write(writer, b"!")
            time.sleep(60)
        os._exit(0)
    os.read(reader, 1)
    try:
        yield
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(reader)
        os.close(writer)


def tries_of(course: MiniCourse) -> dict[str, int]:
    """As they are kept."""
    kept: dict[str, int] = json.loads((course.root / ".nbjudge" / "watch.json").read_text())["tries"]["ps"]
    return kept
