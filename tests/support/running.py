"""Courses to be copied, in which commands run in forked processes, and waiting for what comes of them."""

from __future__ import annotations

import atexit
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import psutil
from traitlets.config.loader import PyFileConfigLoader

from demo.course import CommandFailed, Course
from nbjudge.course.settings import NbJudge
from nbjudge.grading.stands_file import tried_out
from nbjudge.grading.terms import Terms
from nbjudge.notebooks.assignment import read_assignment
from nbjudge.processes.warm_set import WarmSet
from tests.support.course import copy_course
from tests.support.forking import Ended, Running, fork_program
from tests.support.inprocess import NOTEBOOK, code_cells
from tests.support.zygotes import blanks, fork_warm

RIGHT = {cell.grade_id: cell.source for cell in code_cells(NOTEBOOK) if cell.solution}
RAISING = "raise ValueError('not today')"
SLEEPING = "import time\ntime.sleep(9)\n"


def released(root: Path) -> Course:
    """A course in a new folder, its assignment in the gradebook."""
    return copied(_generated(), root)


@cache
def _generated() -> Course:
    """Made once: `nbgrader generate_assignment` takes five seconds."""
    course = ForkingCourse(copy_course(lasting_folder()).root)
    course.run("generate_assignment", "activation")
    return course


def lasting_folder() -> Path:
    """A new folder, for what all tests of this process share."""
    folder = Path(tempfile.mkdtemp(prefix="nbjudge-course-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def copied(course: Course, root: Path) -> Course:
    """A copy of a course with all that was graded in it."""
    shutil.copytree(course.root, root, symlinks=True, copy_function=_copy, dirs_exist_ok=True)
    return ForkingCourse(root)


def _copy(source: str, target: str) -> None:
    """A pipe that somebody has submitted is made anew: to copy it would be to wait for what comes out of it."""
    if stat.S_ISFIFO(os.lstat(source).st_mode):
        os.mkfifo(target)
    else:
        shutil.copy2(source, target)


class ForkingCourse(Course):
    """A course that runs its commands in forked processes."""

    def run(self, *arguments: str) -> str:
        with in_forks():
            return super().run(*arguments)

    def run_as(self, student: str, home: Path, *arguments: str) -> str:
        with in_forks():
            return super().run_as(student, home, *arguments)

    def judge(self, assignment: str, students: Iterable[str]) -> str:
        with in_forks():
            return super().judge(assignment, students)


def forked(program: str, arguments: tuple[str, ...], folder: Path, environment: dict[str, str]) -> str:
    """Stands in for ``demo.course._command``, which starts a program."""
    words = [program.partition(".")[0], *arguments]
    if arguments[0] == "autograde":
        ended = fork_warm(words, folder, environment, warm=_warm_copies()).wait()
    else:
        ended = fork_program(words, folder, environment).wait()
    if ended.code:
        raise CommandFailed(f"$ {' '.join(words)}\n{ended.out}{ended.err}\nexit code {ended.code}")
    return ended.out + ended.err


def in_forks() -> AbstractContextManager[object]:
    """In this block the methods of `Course` do so. One block may stand in another."""
    return mock.patch("demo.course._command", forked)


def start(course: Course, *arguments: str, before: Callable[[], None] = lambda: None) -> Running:
    """Start `nbjudge ARGUMENTS` in the course's folder; see `fork_program`."""
    return fork_program(["nbjudge", *arguments], course.root, course.environment, before)


def run(course: Course, *arguments: str, before: Callable[[], None] | None = None) -> Ended:
    """Run `nbjudge ARGUMENTS` in the course's folder. It need not start its zygotes if nothing is planted in it."""
    if before is not None or arguments[0] != "autograde":
        return start(course, *arguments, before=before or (lambda: None)).wait()
    return start_warm(course, *arguments).wait()


def start_warm(course: Course, *arguments: str, before: Callable[[], None] = lambda: None) -> Running:
    """Start `nbjudge ARGUMENTS`; the processes that judge are warm already. They are no descendants of the command."""
    return fork_warm(["nbjudge", *arguments], course.root, course.environment, before, _warm_copies())


def _warm_copies() -> WarmSet:
    """Copies for a command of a pair for the course's assignment as it was released."""
    warm, terms = _warm()
    return warm.copies(terms.notebooks, terms.limits, sandboxed=terms.sandboxed)


@cache
def _warm() -> tuple[WarmSet, Terms]:
    """The pair, and by what it judges. A course of other terms can do nothing with it, and warms up one of its own."""
    root = _generated().root
    warm = WarmSet(blanks())
    atexit.register(warm.close)
    settings = NbJudge(config=PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config())
    assignment = read_assignment(root / "source/activation", "activation", "activation", root=root)
    return warm, tried_out(Terms("activation", (assignment,), settings.limits, sandboxed=True), root, warm)


def regraded(course: Course, *arguments: str) -> set[str]:
    """Whom `nbjudge autograde ARGUMENTS` grades."""
    ended = run(course, "autograde", "--json", *arguments)
    assert ended.code == 0, ended.err
    return {told["student"] for told in ended.document["students"] if not told["up_to_date"]}


def forbidden(*_: Any, **__: Any) -> Any:
    """To be planted in place of what a command should do without."""
    raise AssertionError("this should not have been called")


def wait_until(true: Callable[[], Any], seconds: float = 30.0) -> bool:
    """Whether something becomes true in that time."""
    end = time.monotonic() + seconds
    while not (found := bool(true())) and time.monotonic() < end:
        time.sleep(0.01)
    return found  # as it was then: what is true of processes that come and go may not be a moment later


def dead_process() -> int:
    """The number of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def gone(processes: list[psutil.Process]) -> bool:
    """Whether all of them have ended; one that its parent has not asked about yet counts as ended."""
    for one in processes:
        with suppress(psutil.NoSuchProcess):
            if one.is_running() and one.status() != psutil.STATUS_ZOMBIE:
                return False
    return True
