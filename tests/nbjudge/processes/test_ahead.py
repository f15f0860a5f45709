"""Zygotes that are started ahead: each is taken once, and none outlives its owner."""

from __future__ import annotations

import os
import sys

import pytest

from nbjudge.limits import Limits
from nbjudge.processes.ahead import StartedAhead
from nbjudge.processes.warm_pair import WarmPair
from nbjudge.processes.zygote_main import ROLES
from tests.support.small import small_assignment
from tests.support.zygotes import alive, pid_of, two_cores


def test_one_is_taken_once_and_what_nobody_took_is_ended_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", two_cores)
    ahead = StartedAhead()
    assert set(ahead._waiting) == set(ROLES)
    others = [pid_of(one) for role, one in ahead._waiting.items() if role != "candidate"]
    taken = ahead.take("candidate")
    assert taken is not None
    assert ahead.take("candidate") is None
    assert alive(pid_of(taken))
    ahead.close()
    assert not any(map(alive, others))
    assert ahead.take("examiner") is None
    assert alive(pid_of(taken)), "it is the taker's"
    taken.kill()
    assert not alive(pid_of(taken))


def test_with_a_single_core_none_starts_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    ahead = StartedAhead()
    assert not ahead._waiting
    ahead.close()


def test_that_none_can_start_is_told_where_one_is_needed_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", two_cores)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    ahead = StartedAhead()
    assert not ahead._waiting
    with pytest.raises(FileNotFoundError):
        WarmPair(small_assignment("x = 1", "def test_x():\n    pass"), Limits(), sandboxed=False, ahead=ahead)
