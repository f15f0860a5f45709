"""Scratch folders: where the candidates of an assignment may write files, one each, which is gone afterwards."""

from __future__ import annotations

import os
import select
import shutil
import time
from pathlib import Path
from typing import Final

from nbjudge.limits import Limits

FILES: Final = 1_000  # in one folder, folders included
LOOK_SECONDS: Final = 0.05  # between two looks at how much there is
BLOCK: Final = 512  # what st_blocks counts, see stat(2)


class Scratch:
    """The scratch folders of one warm pair.

    Args:
        parent: where they lie; None if candidates write no files.
    """

    def __init__(self, parent: Path | None, limits: Limits) -> None:
        self._parent, self._most = parent, limits.scratch_bytes

    def holds_too_much(self, candidate: int, channel: int, deadline: float) -> bool:
        """Wait until there is something to read from ``channel``, and say whether a candidate wrote too much meanwhile.

        A look takes a moment, and so much more than is allowed may have been written by the next one.
        """
        if self._parent is None:
            return False
        poll = select.poll()
        poll.register(channel, select.POLLIN)
        while not poll.poll(1000 * LOOK_SECONDS) and time.monotonic() < deadline:
            files, used = _contents(self._parent / str(candidate))
            if files > FILES or used > self._most:
                return True
        return False

    def remove(self, candidate: int) -> None:
        """Remove the folder of a candidate that has ended."""
        if self._parent is not None:
            shutil.rmtree(self._parent / str(candidate), ignore_errors=True)


def _contents(folder: Path) -> tuple[int, int]:
    """How many files and folders there are, and how many bytes of disk they take."""
    files = used = 0
    for where, folders, names in os.walk(folder):
        for name in [*folders, *names]:
            files += 1
            try:
                used += os.lstat(os.path.join(where, name)).st_blocks * BLOCK
            except OSError:  # it is gone already
                continue
        if files > FILES:
            break
    return files, used
