"""Running `nbjudge` in a forked process: nbgrader, which takes two seconds to import, is there already."""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import psutil

from demo.course import Course
from nbjudge.terms import judge_digest
from tests.course import copy_course
from tests.inprocess import NOTEBOOK, code_cells

RIGHT = {cell.grade_id: cell.source for cell in code_cells(NOTEBOOK) if cell.solution}
RAISING = "raise ValueError('not today')"


def released(root: Path) -> Course:
    """A course in a new folder, its assignment in the gradebook."""
    return copied(_generated(), root)


@cache
def _generated() -> Course:
    """Made once: `nbgrader generate_assignment` takes five seconds."""
    folder = Path(tempfile.mkdtemp(prefix="nbjudge-course-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    course = copy_course(folder)
    course.run("generate_assignment", "activation")
    return course


def copied(course: Course, root: Path) -> Course:
    """A copy of a course with all that was graded in it."""
    shutil.copytree(course.root, root, symlinks=True, dirs_exist_ok=True)
    return Course(root)


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


def wait_until(true: Callable[[], Any], seconds: float = 30.0) -> bool:
    """Whether something becomes true in that time."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return bool(true())


def gone(processes: list[psutil.Process]) -> bool:
    """Whether all of them have ended; one that its parent has not asked about yet counts as ended."""
    return all(not one.is_running() or one.status() == psutil.STATUS_ZOMBIE for one in processes)


@contextmanager
def locked(course: Course) -> Iterator[None]:
    """Another process holds the gradebook's lock meanwhile."""
    with lock_holder(course) as holder:
        try:
            yield
        finally:
            holder.kill()


def lock_holder(course: Course, seconds: float = 3600.0) -> subprocess.Popen[str]:
    """Another process that holds the gradebook's lock from now on, so long.

    Another one indeed: SQLite remembers a lock of this process, and commands forked from here would remember it too.
    """
    program = (
        "import sqlite3, sys, time\n"
        "holder = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "holder.execute('begin exclusive')\n"
        "print('held', flush=True)\n"
        "time.sleep(float(sys.argv[2]))\n"
    )
    command = [sys.executable, "-c", program, str(course.root / "gradebook.db"), str(seconds)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


# ---------------------------------------------------------------- what is there afterwards


def graded(course: Course) -> dict[str, str]:
    """Path to content of all that lies in autograded/, but for how long tests took."""
    root = course.root / "autograded"
    return {
        str(path.relative_to(root)): re.sub(r'"seconds": [0-9.e-]+', '"seconds": 0', path.read_text())
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def notebook(course: Course, student: str) -> dict[str, Any]:
    """A student's graded notebook."""
    path = course.root / "autograded" / student / "activation" / "activation.ipynb"
    read: dict[str, Any] = json.loads(path.read_text())
    return read


def rows(course: Course) -> dict[str, list[tuple[Any, ...]]]:
    """Table to rows of the gradebook, sorted, with what they refer to in place of random ids."""
    with sqlite3.connect(course.root / "gradebook.db") as connection:
        names = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
        content = {name: _rows(connection, name) for name in sorted(names)}
    connection.close()
    meaning: dict[Any, Any] = {}
    for _ in range(5):  # grade -> submitted notebook -> submitted assignment -> assignment
        for name, listed in content.items():
            for row in listed:
                if len(str(row.get("id"))) == 32:
                    rest = {key: meaning.get(value, value) for key, value in row.items() if key != "id"}
                    meaning[row["id"]] = name, *sorted(rest.items(), key=str)
    return {
        name: sorted((tuple(meaning.get(value, value) for value in row.values()) for row in listed), key=str)
        for name, listed in content.items()
    }


def _rows(connection: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    found = connection.execute(f"select * from {table}")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]
