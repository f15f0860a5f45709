"""The alarm: it ends a block that takes too long, however that struggles, and nothing after it."""

from __future__ import annotations

import contextlib
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from nbjudge import alarm
from nbjudge.alarm import AGAIN_SECONDS, TimeUp, time_limit


@pytest.fixture(autouse=True)
def before() -> Iterator[list[int]]:
    """A handler of somebody else's: what it was called for. Afterwards all must be as it was."""
    heard: list[int] = []

    def hear(number: int, frame: FrameType | None) -> None:
        heard.append(number)

    others = signal.signal(signal.SIGALRM, hear)
    try:
        yield heard
        assert signal.getsignal(signal.SIGALRM) is hear, "the handler before should be back"
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0), "no timer should run any more"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, others)


def spin(seconds: float) -> None:
    """Be busy, in Python code that an alarm can interrupt anywhere."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def test_a_block_that_takes_too_long_is_ended() -> None:
    begun = time.monotonic()
    with pytest.raises(TimeUp), time_limit(0.05):
        time.sleep(60)
    assert 0.05 <= time.monotonic() - begun < 5


def test_a_busy_loop_is_ended_too() -> None:
    with pytest.raises(TimeUp), time_limit(0.05):
        spin(60)


def test_a_block_in_time_is_left_alone(before: list[int]) -> None:
    with time_limit(60):
        spin(0.01)
    assert before == []


@pytest.mark.parametrize("seconds", [0.0, -1.0])
def test_where_no_time_is_left_the_block_ends_at_once(seconds: float) -> None:
    with pytest.raises(TimeUp), time_limit(seconds):
        time.sleep(60)


def test_an_alarm_that_is_swallowed_comes_again_and_again() -> None:
    swallowed: list[BaseException] = []

    def struggle() -> None:
        try:
            time.sleep(60)
        except BaseException as error:
            swallowed.append(error)
            if len(swallowed) < 3:
                struggle()
            time.sleep(60)

    with pytest.raises(TimeUp), time_limit(0.05):
        struggle()
    assert [type(error) for error in swallowed] == [TimeUp] * 3


def test_no_clause_for_exceptions_catches_it() -> None:
    with pytest.raises(TimeUp), time_limit(0.05), contextlib.suppress(Exception):
        time.sleep(60)


class Closing:
    """Somebody's object that the garbage collector may meet in any block."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __del__(self) -> None:
        spin(self.seconds)
        CLOSED.append(self.seconds)


CLOSED: list[float] = []


@pytest.fixture(autouse=True)
def _none_closed_yet() -> None:
    CLOSED.clear()


def closed_while_busy(seconds: float) -> None:
    Closing(seconds)  # nobody keeps it: it is closed at once
    spin(60)


def test_a_finalizer_that_happens_to_run_is_let_finish_and_the_block_is_ended_after_it() -> None:
    with pytest.raises(TimeUp), time_limit(0.05):
        closed_while_busy(0.1)
    assert CLOSED.pop() == 0.1


def test_finalizers_one_after_the_other_are_all_spared(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where code in C drops object after object, and nothing else of Python's runs meanwhile."""
    lost: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda told: lost.append(told.exc_type))
    with pytest.raises(TimeUp), time_limit(0.05):
        drop_many()
    assert lost == []
    assert CLOSED == [0.04] * 15


def drop_many() -> None:
    for _ in range(15):
        Closing(0.04)  # all together longer than the alarm takes to come again, and each by itself much shorter
    spin(60)


def test_the_callbacks_of_weak_references_are_finalizers_too() -> None:
    """Their code stands in files of Python's own, by which the alarm knows them."""
    assert {Path(file).name for file in alarm._OF_WEAK_REFERENCES} == {"weakref.py", "_weakrefset.py"}


def test_a_finalizer_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    lost: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda told: lost.append(told.exc_type))
    with pytest.raises(TimeUp), time_limit(0.05):
        closed_while_busy(60)
    assert (CLOSED, lost) == ([], [TimeUp])


def test_no_alarm_comes_after_the_block(before: list[int]) -> None:
    with time_limit(0.05):
        pass
    with pytest.raises(TimeUp), time_limit(0.05):
        spin(60)
    spin(0.05 + 2 * AGAIN_SECONDS)
    assert before == []


@pytest.mark.parametrize("mine", [ValueError("mine"), KeyboardInterrupt()], ids=repr)
def test_what_the_block_raises_itself_passes_and_no_alarm_follows(mine: BaseException, before: list[int]) -> None:
    with pytest.raises(type(mine)) as raised, time_limit(0.05):
        raise mine
    assert raised.value is mine
    spin(0.1)
    assert before == []


def test_an_alarm_at_the_very_end_of_a_block_is_not_heard_after_it(before: list[int]) -> None:
    """The time is up while the block ends: whether it is ended or just in time, the alarm is off."""
    outer, late, left = signal.getsignal(signal.SIGALRM), 0, 0
    for number in range(6000):
        kept = ended(0.0003, 0.00025 + number % 400 * 2.5e-7)
        late += kept is not None
        left += signal.setitimer(signal.ITIMER_REAL, 0) != (0.0, 0.0)
        signal.signal(signal.SIGALRM, outer)  # where one is left, it should not also spoil the next
    assert 0 < late < 6000
    assert (left, before) == (0, [])


def ended(limit: float, seconds: float) -> TimeUp | None:
    """What ends a busy block, if anything does. It is kept, as a verdict's error is while the verdict is written."""
    try:
        with time_limit(limit):
            spin(seconds)
    except TimeUp as error:
        return error
    return None


def test_a_limit_within_a_limit_gives_its_handler_back() -> None:
    """Not its timer: there is one only. What is asked of the inner one is asked of the outer one no more."""
    with time_limit(60):
        outer = signal.getsignal(signal.SIGALRM)
        with pytest.raises(TimeUp), time_limit(0.05):
            spin(60)
        assert signal.getsignal(signal.SIGALRM) is outer
