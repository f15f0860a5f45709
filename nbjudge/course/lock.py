"""One grader at a time for a course: a second one would judge the same submissions and wait for the same gradebook.

The kernel keeps the lock, gives it back however its holder ends, and does not hand it on to forked workers.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from nbjudge.course.errors import GradingError
from nbjudge.course.files import JUDGES_FOLDER

NAME: Final = ".nbjudge.lock"
WATCHED: Final = f"{JUDGES_FOLDER}/watch.lock"
_TEXT_BYTES: Final = 500


@contextmanager
def grading(root: Path) -> Iterator[None]:
    """Hold the lock of the course in ``root`` meanwhile.

    Raises:
        GradingError: at once, if another process holds it (who does, and since when); or if the folder is read-only.
    """
    with _held(root / NAME, "graded"):
        yield


@contextmanager
def watching(root: Path) -> Iterator[None]:
    """The same of who watches its exchange, and grades now and then.

    Raises:
        GradingError: likewise.
    """
    with contextlib.suppress(OSError):  # it is told with the file
        (root / WATCHED).parent.mkdir(exist_ok=True)
    with _held(root / WATCHED, "watched"):
        yield


@contextmanager
def _held(path: Path, what: str) -> Iterator[None]:
    try:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise GradingError(
            f"cannot write {path}: {error.strerror}; grading needs a course folder that this user may write"
        ) from error
    try:
        _take(fd, path, what)
        yield
    finally:
        os.close(fd)


def _take(fd: int, path: Path, what: str) -> None:
    try:
        fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # POSIX allows both
        holder = os.pread(fd, _TEXT_BYTES, 0).decode(errors="replace").strip() or "another process"
        raise GradingError(f"this course is being {what} already, by {holder}: wait for it, or stop it") from None
    except OSError as error:
        raise GradingError(f"cannot lock {path}: {error.strerror}; is it on a file system without locks?") from error
    with contextlib.suppress(OSError):  # on a full disk the lock holds as well, it only cannot say by whom
        os.ftruncate(fd, 0)
        os.pwrite(fd, f"process {os.getpid()} on {socket.gethostname()}, since {datetime.now():%F %T}\n".encode(), 0)
