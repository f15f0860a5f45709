"""Trouble that an instructor can mend: making some, and what must hold of each, and after it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo.course import Course
from tests.support.forking import Ended
from tests.support.recorded import graded, rows
from tests.support.running import run


@contextmanager
def locked(course: Course) -> Iterator[None]:
    """Another process holds the gradebook's lock meanwhile."""
    with lock_holder(course.root / "gradebook.db") as holder:
        try:
            yield
        finally:
            holder.kill()


def lock_holder(gradebook: Path, seconds: float = 3600.0) -> subprocess.Popen[str]:
    """Another process that holds a gradebook's lock from now on, so long.

    Another one indeed: SQLite remembers a lock of this process, and commands forked from here would remember it too.
    """
    program = (
        "import sqlite3, sys, time\n"
        "holder = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "holder.execute('begin exclusive')\n"
        "print('held', flush=True)\n"
        "time.sleep(float(sys.argv[2]))\n"
    )
    command = [sys.executable, "-c", program, str(gradebook), str(seconds)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def refused(ended: Ended, *told: str) -> None:
    """Exit code 1, and one message that says all this and is no traceback."""
    assert ended.code == 1, ended.err
    message = ended.err[ended.err.index("nbjudge: ") :]
    assert [words for words in told if words not in message] == []
    assert "Traceback" not in ended.err
    assert len(message.splitlines()) <= 3


def goes_on(course: Course, undisturbed: Course) -> None:
    """Run again, it ends as if nothing had been."""
    again = run(course, "autograde")
    assert again.code == 0, again.err
    assert graded(course) == graded(undisturbed)
    assert rows(course) == rows(undisturbed)
