"""A time limit on a block of code: of a test in the examiner, of a mutant in a self-check."""

from __future__ import annotations

import signal
from types import FrameType, TracebackType
from typing import Final

AGAIN_SECONDS: Final = 0.25  # until the next alarm, should the block swallow this one


class TimeUp(BaseException):
    """The block took too long. Not an Exception, as tests and answers catch those."""


class time_limit:
    """``with time_limit(seconds):`` raises TimeUp in the block after so many seconds, again and again.

    For the main thread only.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._over = False

    def __enter__(self) -> None:
        self._before = signal.signal(signal.SIGALRM, self._ring)
        try:
            signal.setitimer(signal.ITIMER_REAL, max(self.seconds, 1e-6), AGAIN_SECONDS)
        except BaseException:  # it rang at once: the block is not even begun, and nobody calls __exit__
            self._end()
            raise

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._over = True  # first: an alarm from here on would miss its block
        self._end()

    def _ring(self, number: int, frame: FrameType | None) -> None:
        # raised on the threshold of __exit__, it would keep that from running
        if not self._over and (frame is None or frame.f_code is not time_limit.__exit__.__code__):
            raise TimeUp

    def _end(self) -> None:
        self._over = True
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self._before)
