"""Copying what a student laid into the exchange: plain files alone, however it changes meanwhile.

nbgrader's own way copies what a link leads to, which may be the solution, and waits for pipes.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Final

from nbjudge.grading.autograded import share_with_group

_FILE: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_CHUNK: Final = 1 << 20

LeftOut = Callable[[str, Sequence[str]], Collection[str]]
"""A folder and the names in it, to those that are not to be copied, as for `shutil.copytree`."""


def copy_plain_files(source: Path, target: Path, left_out: LeftOut, *, shared_up_to: Path | None) -> None:
    """Copy a folder, without links, pipes, devices and sockets.

    Args:
        target: must not be there.
        shared_up_to: the folder up to which other instructors may write what is made; None: nobody else.

    Raises:
        OSError: if something cannot be read or written.
    """
    for place, folders, files, fd in os.fwalk(source, follow_symlinks=False, onerror=_raise):
        made = target / os.path.relpath(place, source)
        made.mkdir(parents=True)
        not_these = left_out(place, [*folders, *files])
        folders[:] = [name for name in folders if name not in not_these]
        for name in files:
            if name not in not_these:
                _copy(name, fd, made / name)
    if shared_up_to is not None:
        share_with_group(target, shared_up_to)


def _copy(name: str, folder: int, target: Path) -> None:
    try:
        fd = os.open(name, _FILE, dir_fd=folder)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):  # a link; a socket
            return
        raise
    with open(fd, "rb") as file:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            return
        left = status.st_size  # it may go on growing
        with target.open("wb") as copy:
            while left > 0 and (chunk := file.read(min(left, _CHUNK))):
                copy.write(chunk)
                left -= len(chunk)


def _raise(error: OSError) -> None:
    raise error
