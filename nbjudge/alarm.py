"""A time limit on a block: of a test in the examiner, a cell in the candidate, a mutant, a student's text on a page."""

from __future__ import annotations

import signal
import weakref
from types import FrameType
from typing import Any, Final

AGAIN_SECONDS: Final = 0.25  # until the next alarm, should the block swallow this one
_SOON: Final = 1e-4  # long enough for what is left of these classes' own instructions
_OF_WEAK_REFERENCES: Final = (weakref.KeyedRef.__new__.__code__.co_filename, weakref.WeakSet.add.__code__.co_filename)
_ON_THE_WALL: Final = (signal.ITIMER_REAL, signal.SIGALRM)
_OF_PROCESSOR: Final = (signal.ITIMER_PROF, signal.SIGPROF)


class TimeUp(BaseException):
    """The block took too long. Not an Exception, as tests and answers catch those."""


class Alarm:
    """Listens to the timer while it is entered, for one block after the other: ``with alarm.within(seconds):``.

    For the main thread only. Who has many blocks enters it once: to exchange a signal's handler takes 6 us, twice a
    block, which would be 1 % of a submission.

    Args:
        of_processor: count the process's time on the processor in place of the time on the wall.
        last: code in C may run on whatever rings, and Python hears of it only afterwards. So many seconds of processor
            time after the first alarm the kernel ends the process then, by SIGPROF; None: never.
    """

    def __init__(self, *, of_processor: bool = False, last: float | None = None) -> None:
        self.timer, self._alarm = _OF_PROCESSOR if of_processor else _ON_THE_WALL
        self._last = last
        self._block: _Block | None = None

    def within(self, seconds: float) -> _Block:
        """Raise TimeUp in the block after so many seconds, again and again."""
        return _Block(self, max(seconds, _SOON))

    def __enter__(self) -> Alarm:
        self._before: Any = signal.signal(self._alarm, self._ring)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(self._alarm, self._before)

    def begin(self, block: _Block) -> None:
        """From now on the timer runs for this block."""
        self._block = block
        signal.setitimer(self.timer, block.seconds, AGAIN_SECONDS)
        if self._last is not None:
            signal.setitimer(signal.ITIMER_PROF, block.seconds + self._last)

    def end(self) -> None:
        """It runs for none any more."""
        self._block = None
        signal.setitimer(self.timer, 0)
        if self._last is not None:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def _ring(self, _: int, frame: FrameType | None) -> None:
        """The timer rang: at any instruction, those of this class included, where it would miss its block."""
        where = frame.f_code if frame is not None else None
        block = self._block
        if block is None or where in _ENDING:
            return
        if where in _BEGINNING:
            signal.setitimer(self.timer, _SOON, AGAIN_SECONDS)  # when the block has begun
            return
        finalizer = _finalizer(frame)
        if finalizer is None or finalizer is block.finalizer:  # still the same at the next alarm: it never ends
            raise TimeUp
        block.finalizer = finalizer


class _Block:
    """A block under an alarm."""

    def __init__(self, alarm: Alarm, seconds: float) -> None:
        self.alarm, self.seconds = alarm, seconds
        self.finalizer: FrameType | None = None  # that ran when the timer last rang

    def __enter__(self) -> None:
        self.alarm.begin(self)

    def __exit__(self, *_: object) -> None:
        self.alarm.end()


class time_limit:
    """An alarm for a single block.

    Args:
        of_processor: as ``Alarm`` has it.
    """

    def __init__(self, seconds: float, *, of_processor: bool = False) -> None:
        self._alarm = Alarm(of_processor=of_processor)
        self._block = self._alarm.within(seconds)

    def __enter__(self) -> None:
        self._alarm.__enter__()
        self._block.__enter__()

    def __exit__(self, *_: object) -> None:
        self._block.__exit__()
        self._alarm.__exit__()


_BEGINNING: Final = {one.__code__ for one in (Alarm.begin, _Block.__enter__, time_limit.__enter__, Alarm._ring)}
_ENDING: Final = {one.__code__ for one in (Alarm.end, _Block.__exit__, time_limit.__exit__)}


def _finalizer(frame: FrameType | None) -> FrameType | None:
    """What runs because an object has died, if anything does: what it raises is printed and lost.

    Code in C may run nothing else of Python's for seconds.
    """
    while frame is not None:
        code = frame.f_code
        if code.co_name == "__del__" or code.co_filename in _OF_WEAK_REFERENCES:
            return frame
        frame = frame.f_back
    return None
