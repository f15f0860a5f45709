"""A time limit on a block: of a test in the examiner, of a cell in the candidate, of a mutant in a self-check."""

from __future__ import annotations

import signal
from types import FrameType
from typing import Any, Final

AGAIN_SECONDS: Final = 0.25  # until the next alarm, should the block swallow this one
_SOON: Final = 1e-4  # long enough for what is left of this class's own instructions


class TimeUp(BaseException):
    """The block took too long. Not an Exception, as tests and answers catch those."""


class time_limit:
    """Raise TimeUp in the block after so many seconds, again and again. For the main thread only.

    An alarm may come at any instruction, those of this class included: there it would miss its block, and leave the
    timer running.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = max(seconds, _SOON)
        self._within = True

    def __enter__(self) -> None:
        self._before: Any = signal.signal(signal.SIGALRM, self._ring)
        signal.setitimer(signal.ITIMER_REAL, self._seconds, AGAIN_SECONDS)

    def __exit__(self, *_: object) -> None:
        self._within = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self._before)

    def _ring(self, _: int, frame: FrameType | None) -> None:
        where = frame.f_code if frame is not None else None
        if where in (time_limit.__enter__.__code__, time_limit._ring.__code__):
            signal.setitimer(signal.ITIMER_REAL, _SOON, AGAIN_SECONDS)  # when the block has begun
        elif self._within and where is not time_limit.__exit__.__code__:
            raise TimeUp
