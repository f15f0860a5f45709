"""Running `nbjudge` in a forked process: nbgrader, which takes two seconds to import, is there already."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import psutil

from demo.course import Course
from nbjudge.digest import judge_digest
from tests.support.course import copy_course
from tests.support.inprocess import NOTEBOOK, code_cells

RIGHT = {cell.grade_id: cell.source for cell in code_cells(NOTEBOOK) if cell.solution}
RAISING = "raise ValueError('not today')"


def released(root: Path) -> Course:
    """A course in a new folder, its assignment in the gradebook."""
    return copied(_generated(), root)


@cache
def _generated() -> Course:
    """Made once: `nbgrader generate_assignment` takes five seconds."""
    course = copy_course(lasting_folder())
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
    return Course(root)


def _copy(source: str, target: str) -> None:
    """A pipe that somebody has submitted is made anew: to copy it would be to wait for what comes out of it."""
    if stat.S_ISFIFO(os.lstat(source).st_mode):
        os.mkfifo(target)
    else:
        shutil.copy2(source, target)


@dataclass
class Running:
    """A command in a process group of its own."""

    pid: int
    folder: Path
    begun: float = field(default_factory=time.monotonic)

    def wait(self) -> Ended:
        """Wait for its end."""
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        ended = Ended(code, self.out(), self.err(), time.monotonic() - self.begun)
        shutil.rmtree(self.folder, ignore_errors=True)
        return ended

    def kill(self) -> None:
        """Kill the whole group at once, as `kill -9 -PGID` does, and wait for its end."""
        os.killpg(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        shutil.rmtree(self.folder, ignore_errors=True)

    def out(self) -> str:
        """What it has printed on stdout so far."""
        return (self.folder / "out").read_text()

    def err(self) -> str:
        """What it has printed on stderr so far."""
        return (self.folder / "err").read_text()

    def family(self) -> list[psutil.Process]:
        """The process and all that it has started and that still hang on to it."""
        try:
            process = psutil.Process(self.pid)
            return [process, *process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def document(self) -> dict[str, Any]:
        """What `--json` printed."""
        told: dict[str, Any] = json.loads(self.out)
        return told


def start(course: Course, *arguments: str, before: Callable[[], None] = lambda: None) -> Running:
    """Start `nbjudge ARGUMENTS` in the course's folder.

    Args:
        before: called in the new process first: to plant a fault there, or to become another user.
    """
    judge_digest()  # kept: all runs of a test agree on it, even if somebody edits the judge meanwhile
    folder = Path(tempfile.mkdtemp(prefix="nbjudge-run-"))
    folder.chmod(0o777)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # xdist's workers have threads, which newer Pythons mind
        pid = os.fork()
    if pid == 0:
        _be_command(course, folder, arguments, before)
    return Running(pid, folder)


def run(course: Course, *arguments: str, before: Callable[[], None] = lambda: None) -> Ended:
    """Run `nbjudge ARGUMENTS` in the course's folder."""
    return start(course, *arguments, before=before).wait()


def regraded(course: Course, *arguments: str) -> set[str]:
    """Whom `nbjudge autograde ARGUMENTS` grades."""
    ended = run(course, "autograde", "--json", *arguments)
    assert ended.code == 0, ended.err
    return {told["student"] for told in ended.document["students"] if not told["up_to_date"]}


def _be_command(course: Course, folder: Path, arguments: tuple[str, ...], before: Callable[[], None]) -> NoReturn:
    code = 70
    try:
        os.setsid()
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666), number)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w", buffering=1)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.update(course.environment)
        os.chdir(course.root)
        before()
        from nbjudge.cli import main  # noqa: PLC0415 - what it imports must see what was planted

        code = main(arguments)
        sys.stdout.flush()
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def forbidden(*_: Any, **__: Any) -> Any:
    """To be planted in place of what a command should do without."""
    raise AssertionError("this should not have been called")


def wait_until(true: Callable[[], Any], seconds: float = 30.0) -> bool:
    """Whether something becomes true in that time."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return bool(true())


def dead_process() -> int:
    """The number of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def gone(processes: list[psutil.Process]) -> bool:
    """Whether all of them have ended; one that its parent has not asked about yet counts as ended."""
    return all(not one.is_running() or one.status() == psutil.STATUS_ZOMBIE for one in processes)
