"""Candidate and examiner number the arrays that cross alike, whatever is raised in between."""

from __future__ import annotations

import contextlib
import os
import signal
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbjudge.alarm import TimeUp, time_limit
from nbjudge.examiner.conversation.exchange import CandidateLost
from nbjudge.verdicts import TIME_LIMIT
from tests.support.talking import Talk, talking


class Key:
    """Nothing that a dict on the wire may have as a key."""


class Student:
    """What a test may meet in the candidate."""

    def __init__(self) -> None:
        self.kept: list[np.ndarray] = []

    def plus(self, x: np.ndarray) -> np.ndarray:
        self.kept.append(x)
        self.kept.append(x + 1)
        return self.kept[-1]

    def warn(self, x: np.ndarray) -> np.ndarray:
        warnings.warn("overflow", RuntimeWarning, stacklevel=2)
        warnings.warn("and again", UserWarning, stacklevel=2)
        return self.plus(x)

    def warn_and_fail(self, x: np.ndarray) -> None:
        self.warn(x)
        raise ValueError("after a warning")

    def fail(self, x: np.ndarray) -> None:
        x += 1
        raise KeyError("lost")

    def change(self, x: np.ndarray) -> None:
        x *= 2

    def change_kept(self, _: np.ndarray) -> None:
        for array in self.kept[-3:]:
            np.add(array, 1, out=array)

    def change_and_warn(self, x: np.ndarray) -> np.ndarray:
        x -= 1
        return self.warn(x)

    def in_a_dict(self, x: np.ndarray) -> dict[str, Any]:
        return {"of": self.plus(x), "and": (x, [x])}

    def in_an_odd_dict(self, x: np.ndarray) -> dict[Any, Any]:
        return {Key(): self.plus(x)}

    def in_an_odd_list(self, x: np.ndarray) -> list[Any]:
        return [{Key(): x}, Key(), np.array([None]), self.plus(x), np.zeros(2, "M8[s]")]

    def too_large(self, x: np.ndarray) -> list[Any]:
        return [self.plus(x), np.zeros(10**6)]

    def holds_itself(self, x: np.ndarray) -> list[Any]:
        made: list[Any] = [self.plus(x)]
        made.append(made)
        return made


METHODS = [name for name in vars(Student) if not name.startswith("_")]
ARRAYS: list[Callable[[], Any]] = [
    lambda: np.arange(3.0),
    lambda: np.ones((2, 3))[:, ::2],
    lambda: np.array(1.5),
    lambda: np.zeros((0, 2)),
]


def call(talk: Talk, method: str, x: object) -> None:
    talk.session.call(talk.target, method, (x,), {})


def get(talk: Talk, _: str, x: object) -> None:
    talk.session.get(talk.target, "kept")


def call_by_keyword(talk: Talk, method: str, x: object) -> None:
    talk.session.call(talk.target, method, (), {"x" if method != "change_kept" else "_": x})


def batch(talk: Talk, method: str, x: object) -> None:
    cls = talk.agent.handle(Student)
    talk.session.run_scripts(cls, [[("plus", x), (method, x)], [(method, x)]], in_turn=True, wanted=None)


def what_may_not_cross(talk: Talk, method: str, x: object) -> None:
    talk.session.call(talk.target, method, (x, object()), {})


STEPS = [call, get, call_by_keyword, batch, what_may_not_cross]
steps = st.tuples(
    st.sampled_from(STEPS), st.sampled_from(METHODS), st.sampled_from(ARRAYS), st.sampled_from(["ignore", "error"])
)


@settings(max_examples=60, deadline=None)
@given(st.lists(steps, min_size=1, max_size=12))
def test_both_sides_remember_the_same_arrays_after_every_step(plan: list[Any]) -> None:
    with talking(Student()) as talk:
        for step, method, make, action in plan:
            with warnings.catch_warnings(), contextlib.suppress(Exception):
                warnings.simplefilter(action)
                step(talk, method, make())
            assert talk.session.lost is None, talk.session.lost
            assert talk.in_step


def test_a_change_in_place_is_seen_after_a_warning_that_became_an_error() -> None:
    with talking(Student()) as talk:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with pytest.raises(RuntimeWarning, match="overflow"):
                call(talk, "warn", np.ones(2))
        x = np.ones(2)
        call(talk, "change", x)
        assert x.tolist() == [2, 2]


def test_a_warning_that_became_an_error_is_raised_before_the_exception_that_came_after_it() -> None:
    with talking(Student()) as talk, warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(RuntimeWarning, match="overflow"):
            call(talk, "warn_and_fail", np.ones(2))
        warnings.simplefilter("ignore")
        with pytest.raises(ValueError, match="after a warning"):
            call(talk, "warn_and_fail", np.ones(2))


def test_a_test_that_asks_what_may_not_cross_has_asked_nothing() -> None:
    with talking(Student()) as talk:
        with pytest.raises(TypeError, match="may hand"):
            what_may_not_cross(talk, "plus", np.ones(2))
        assert talk.session.lost is None
        assert talk.session.call(talk.target, "plus", (np.ones(1),), {}) == [2]


class Slow:
    def wait(self, seconds: float) -> float:
        time.sleep(seconds)
        return seconds


def test_an_alarm_in_the_middle_of_a_message_loses_the_candidate_also_if_the_test_swallows_it() -> None:
    with talking(Slow()) as talk:
        with contextlib.suppress(TimeUp, CandidateLost), time_limit(0.1):
            talk.session.call(talk.target, "wait", (0.3,), {})
        assert talk.session.lost is not None
        assert talk.session.lost.outcome == TIME_LIMIT
        with pytest.raises(CandidateLost):
            talk.session.call(talk.target, "wait", (0.0,), {})


class Interrupting(Slow):
    """By then it has been asked, and its answer is waited for."""

    def wait(self, seconds: float) -> float:
        os.kill(os.getpid(), signal.SIGINT)
        return super().wait(seconds)


def test_an_interrupt_in_the_middle_of_a_message_loses_the_candidate() -> None:
    # the tests of a program that was started in the background ignore it
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with talking(Interrupting()) as talk, contextlib.ExitStack() as stack:
        stack.callback(signal.signal, signal.SIGINT, before)
        with pytest.raises(KeyboardInterrupt):
            talk.session.call(talk.target, "wait", (0.3,), {})
        assert talk.session.lost is not None
