"""Zygotes that know no assignment yet, started ahead or kept to be copied: none outlives its owner."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace

import pytest

from nbjudge.judge import judge
from nbjudge.limits import Limits
from nbjudge.processes.ahead import Blanks, StartedAhead
from nbjudge.processes.warm_pair import WarmPair
from nbjudge.processes.warm_set import WarmSet
from nbjudge.processes.zygote_main import ROLES
from nbjudge.quality.trials import Trial, submission_bytes
from tests.support.running import wait_until
from tests.support.small import small_assignment
from tests.support.zygotes import alive, pid_of, running, works


def test_one_is_taken_once_and_what_nobody_took_is_ended() -> None:
    ahead = StartedAhead()
    assert set(ahead._waiting) == set(ROLES)
    taken = ahead.take("candidate")
    assert taken is not None
    assert ahead.take("candidate") is None
    ahead.close()
    assert ahead.take("examiner") is None
    assert wait_until(lambda: running() == {pid_of(taken)}), "it is the taker's"
    taken.kill()
    assert not alive(pid_of(taken))


def test_if_nobody_took_any_all_are_ended_at_once() -> None:
    ahead = StartedAhead()
    assert wait_until(lambda: len(running()) == len(ROLES)), "the second forks from the first"
    both = running()
    ahead.close()
    assert wait_until(lambda: not any(map(works, both)))


def test_that_none_can_start_is_told_where_one_is_needed_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    ahead = StartedAhead()
    assert not ahead._waiting
    with pytest.raises(FileNotFoundError):
        WarmPair(small_assignment("x = 1", "def test_x():\n    pass"), Limits(), sandboxed=False, ahead=ahead)


# ------------------------------------------------------------ to be copied


ASSIGNMENT = small_assignment("x = 1", "def test_x():\n    assert x == 1")
WRONG = submission_bytes(ASSIGNMENT.parsed, Trial({"answer": "x = 2"}, Limits()))


def test_pairs_made_of_blanks_judge_as_others_and_the_blanks_know_nothing_of_them() -> None:
    with Blanks() as blanks, WarmSet(blanks) as warm:
        for number in range(3):
            other = replace(ASSIGNMENT, kit={"mine.py": b"n = %d" % number})
            graded = judge(WRONG, other, Limits(), warm=warm)
            assert graded.score == 0
            assert judge(other.source.encode(), other, Limits(), warm=warm).score == 1
        assert len(blanks._zygotes) == len(ROLES)
    assert wait_until(lambda: running() == set())


def test_a_blank_that_has_died_is_replaced() -> None:
    with Blanks() as blanks:
        blanks.take("candidate").close()
        os.kill(pid_of(blanks._zygotes["candidate"]), signal.SIGKILL)
        again = blanks.take("candidate")
        assert alive(pid_of(blanks._zygotes["candidate"]))
        again.close()
    assert wait_until(lambda: running() == set())


def test_copies_go_on_when_the_blanks_have_ended() -> None:
    blanks = Blanks()
    with WarmSet(blanks) as warm:
        assert judge(WRONG, ASSIGNMENT, Limits(), warm=warm).score == 0
        for zygote in blanks._zygotes.values():
            zygote.kill()
        assert judge(ASSIGNMENT.source.encode(), ASSIGNMENT, Limits(), warm=warm).score == 1
    blanks.close()
