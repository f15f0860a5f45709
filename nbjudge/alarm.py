"""A time limit on a block: of a test in the examiner, a cell in the candidate, a mutant, a student's text on a page."""

from __future__ import annotations

import signal
from types import FrameType
from typing import Any, Final

AGAIN_SECONDS: Final = 0.25  # until the next alarm, should the block swallow this one
_SOON: Final = 1e-4  # long enough for what is left of this class's own instructions
_ON_THE_WALL: Final = (signal.ITIMER_REAL, signal.SIGALRM)
_OF_PROCESSOR: Final = (signal.ITIMER_PROF, signal.SIGPROF)


class TimeUp(BaseException):
    """The block took too long. Not an Exception, as tests and answers catch those."""


class time_limit:
    """Raise TimeUp in the block after so many seconds, again and again. For the main thread only.

    An alarm may come at any instruction, those of this class included: there it would miss its block, and leave the
    timer running.

    Args:
        of_processor: count the process's time on the processor in place of the time on the wall.
    """

    def __init__(self, seconds: float, *, of_processor: bool = False) -> None:
        self._seconds = max(seconds, _SOON)
        self._timer, self._alarm = _OF_PROCESSOR if of_processor else _ON_THE_WALL
        self._within = True
        self._spared_a_finalizer = False

    def __enter__(self) -> None:
        self._before: Any = signal.signal(self._alarm, self._ring)
        signal.setitimer(self._timer, self._seconds, AGAIN_SECONDS)

    def __exit__(self, *_: object) -> None:
        self._within = False
        signal.setitimer(self._timer, 0)
        signal.signal(self._alarm, self._before)

    def _ring(self, _: int, frame: FrameType | None) -> None:
        where = frame.f_code if frame is not None else None
        if where in (time_limit.__enter__.__code__, time_limit._ring.__code__):
            signal.setitimer(self._timer, _SOON, AGAIN_SECONDS)  # when the block has begun
        elif self._within and where is not time_limit.__exit__.__code__:
            if not self._spared_a_finalizer and _in_finalizer(frame):
                self._spared_a_finalizer = True  # the next alarm finds the block; or one that never ends, and ends it
            else:
                raise TimeUp


def _in_finalizer(frame: FrameType | None) -> bool:
    """Whether a ``__del__`` is running: what it raises is printed and lost, and its work is left half done."""
    while frame is not None and frame.f_code.co_name != "__del__":
        frame = frame.f_back
    return frame is not None
