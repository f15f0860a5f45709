"""A warm set's pairs are shared, make room for others, and end with the set."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from nbjudge.judge import judge
from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment
from nbjudge.processes import warm_set
from nbjudge.processes.ahead import StartedAhead
from nbjudge.processes.warm_pair import WarmPair
from nbjudge.processes.warm_set import WarmSet
from nbjudge.processes.zygote import Zygote, ZygoteError
from nbjudge.processes.zygote_main import ROLES
from nbjudge.verdicts import PASSED, TIME_LIMIT
from tests.support.running import wait_until
from tests.support.twice import ASSIGNMENT, DRAWING, HANGING, LIMITS, RIGHT, outcome_of, variant, without_seconds
from tests.support.zygotes import is_gone, is_open, pid_of, running, two_cores

pytestmark = pytest.mark.usefixtures("nothing_is_left_behind")

# ------------------------------------------------------------ sharing


def test_the_same_notebook_limits_and_sandbox_share_a_pair_and_others_do_not() -> None:
    with WarmSet() as warm:

        def pair(assignment: Assignment, limits: Limits, *, sandboxed: bool) -> WarmPair:
            with warm.pair_for(assignment, limits, sandboxed=sandboxed) as found:
                return found

        first = pair(ASSIGNMENT, LIMITS, sandboxed=True)
        assert pair(replace(ASSIGNMENT), replace(LIMITS), sandboxed=True) is first
        others = [
            pair(variant(1), LIMITS, sandboxed=True),
            pair(ASSIGNMENT, replace(LIMITS, cell_seconds=1.0), sandboxed=True),
            pair(ASSIGNMENT, LIMITS, sandboxed=False),
        ]
        assert len({id(one) for one in (first, *others)}) == 4
        assert len(running()) == 4 * len(ROLES)


# ------------------------------------------------------------ made ahead


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the threads that have made a pair."""
    found: list[str] = []

    class Told(WarmPair):
        def __init__(self, *arguments: Any, **keywords: Any) -> None:
            found.append(threading.current_thread().name)
            super().__init__(*arguments, **keywords)

    monkeypatch.setattr(warm_set, "WarmPair", Told)
    return found


def test_what_is_made_ahead_is_waited_for_and_used(made: list[str]) -> None:
    with WarmSet(warming=False) as warm:
        warm.make_ahead(ASSIGNMENT, LIMITS, sandboxed=True)
        assert outcome_of(judge(RIGHT, ASSIGNMENT, LIMITS, warm=warm)) == PASSED
        assert outcome_of(judge(RIGHT, ASSIGNMENT, LIMITS, warm=warm)) == PASSED
    assert len(made) == 1
    assert made != [threading.current_thread().name]


def test_a_wrong_guess_costs_a_pair_and_ends_with_the_set(made: list[str]) -> None:
    with WarmSet(warming=False) as warm:
        warm.make_ahead(variant(1), LIMITS, sandboxed=True)
        assert outcome_of(judge(RIGHT, ASSIGNMENT, LIMITS, warm=warm)) == PASSED
        assert len(running()) == 2 * len(ROLES)
    assert len(made) == 2
    assert running() == set()


def test_made_ahead_and_never_asked_for_it_ends_with_the_set() -> None:
    with WarmSet() as warm:
        warm.make_ahead(ASSIGNMENT, LIMITS, sandboxed=True)
    assert running() == set()


def test_after_waiting_no_thread_is_left_that_a_fork_would_mind() -> None:
    before = threading.active_count()
    with WarmSet() as warm:
        warm.make_ahead(ASSIGNMENT, LIMITS, sandboxed=True)
        assert threading.active_count() == before + 1
        warm.wait_for_made_ahead()
        assert threading.active_count() == before


def test_what_could_not_be_made_ahead_is_told_to_whoever_asks_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZygoteError("it does not start")

    with WarmSet() as warm, monkeypatch.context() as patch:
        patch.setattr(Zygote, "wait_until_ready", fail)
        warm.make_ahead(ASSIGNMENT, LIMITS, sandboxed=True)
        warm.wait_for_made_ahead()
        with pytest.raises(ZygoteError):
            use(warm, ASSIGNMENT)
        patch.undo()
        assert is_open(use(warm, ASSIGNMENT))


# ------------------------------------------------------------ making room


def use(warm: WarmSet, assignment: Assignment) -> WarmPair:
    with warm.pair_for(assignment, LIMITS, sandboxed=False) as pair:
        return pair


def test_beyond_the_most_the_oldest_pair_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm_set, "MOST_PAIRS", 2)
    with WarmSet() as warm:
        pairs = [use(warm, variant(number)) for number in range(4)]
        assert [is_open(pair) for pair in pairs] == [False, False, True, True]
        assert use(warm, variant(3)) is pairs[3], "and what is there is used"
        assert use(warm, variant(0)) is not pairs[0], "and what is gone is started anew"


def test_a_pair_that_is_used_makes_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm_set, "MOST_PAIRS", 1)
    with WarmSet() as warm:
        with warm.pair_for(variant(0), LIMITS, sandboxed=False) as used:
            assert is_open(use(warm, variant(1)))
            assert is_open(used)
        assert is_open(use(warm, variant(2)))
        assert not is_open(used)


# ------------------------------------------------------------ closing


def test_close_ends_all_processes_and_removes_all_folders() -> None:
    warm = WarmSet()
    pairs = [use(warm, variant(number)) for number in range(2)]
    judge(DRAWING, variant(0), LIMITS, sandboxed=False, warm=warm)  # in a third zygote
    assert all(map(is_open, pairs))
    assert len(running()) == 2 * len(ROLES) + 1
    warm.close()
    assert not any(map(is_open, pairs))
    assert running() == set()


def test_a_closed_set_can_be_used_again() -> None:
    with WarmSet() as warm:
        before = use(warm, ASSIGNMENT)
        warm.close()
        assert is_open(use(warm, ASSIGNMENT))
        assert not is_open(before)


def test_judging_without_a_set_leaves_no_process_behind() -> None:
    before = running()
    assert outcome_of(judge(RIGHT, ASSIGNMENT, LIMITS)) == PASSED
    assert outcome_of(judge(HANGING, ASSIGNMENT, LIMITS)) == TIME_LIMIT
    assert running() == before


@pytest.mark.parametrize(
    "broken", [OSError(12, "out of memory"), ZygoteError("it has died"), KeyboardInterrupt()], ids=repr
)
def test_a_pair_that_does_not_get_ready_leaves_nothing_behind(
    broken: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(zygote: Zygote) -> None:
        if zygote.role == "examiner":
            raise broken

    with WarmSet() as warm:
        with monkeypatch.context() as patch:
            patch.setattr(Zygote, "wait_until_ready", fail)
            with pytest.raises(type(broken)):
                use(warm, ASSIGNMENT)
        assert running() == set()
        assert is_open(use(warm, ASSIGNMENT)), "and the next one is not held up"


# ------------------------------------------------------------ deaths


ROLE_OF_PAIR: dict[str, Callable[[WarmPair], Zygote]] = {
    "candidates": lambda pair: pair.candidates,
    "examiners": lambda pair: pair.examiners,
}


@pytest.mark.parametrize("role", ROLE_OF_PAIR.values(), ids=ROLE_OF_PAIR.keys())
def test_a_pair_whose_zygote_has_died_is_not_kept_and_the_next_judge_works(role: Callable[[WarmPair], Zygote]) -> None:
    with WarmSet() as warm:
        with warm.pair_for(ASSIGNMENT, LIMITS, sandboxed=True) as pair:
            pass
        os.kill(pid_of(role(pair)), signal.SIGKILL)
        with pytest.raises(ZygoteError):
            judge(RIGHT, ASSIGNMENT, LIMITS, warm=warm)
        assert wait_until(lambda: is_gone(pair))
        assert outcome_of(judge(RIGHT, ASSIGNMENT, LIMITS, warm=warm)) == PASSED
        assert len(running()) == len(ROLES)


# ------------------------------------------------------------ for a worker


def test_copies_judge_as_the_set_does_and_outlive_what_they_were_made_of() -> None:
    with WarmSet() as warm, warm.copies([ASSIGNMENT, variant(1)], LIMITS, sandboxed=True) as copies:
        again = [judge(RIGHT, assignment, LIMITS, warm=copies) for assignment in (ASSIGNMENT, variant(1))]
        first = [judge(RIGHT, assignment, LIMITS, warm=warm) for assignment in (ASSIGNMENT, variant(1))]
        assert list(map(without_seconds, again)) == list(map(without_seconds, first))


def test_a_zygote_that_has_died_is_replaced_before_it_is_copied() -> None:
    with WarmSet() as warm:
        with warm.pair_for(ASSIGNMENT, LIMITS, sandboxed=True) as pair:
            pass
        os.kill(pid_of(pair.examiners), signal.SIGKILL)
        with warm.copies([ASSIGNMENT], LIMITS, sandboxed=True) as copies:
            assert outcome_of(judge(RIGHT, ASSIGNMENT, LIMITS, warm=copies)) == PASSED


def test_copies_that_cannot_all_be_made_leave_none_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZygoteError("it does not start")

    with WarmSet() as warm:
        use(warm, ASSIGNMENT)
        before = running()
        monkeypatch.setattr(Zygote, "wait_until_ready", fail)
        with pytest.raises(ZygoteError):
            warm.copies([ASSIGNMENT, variant(1)], LIMITS, sandboxed=False)
        assert wait_until(lambda: running() == before)


def test_a_set_takes_what_was_started_ahead_and_one_that_was_forgotten_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", two_cores)
    ahead = StartedAhead()
    assert wait_until(lambda: len(running()) == len(ROLES)), "the second forks from the first"
    waiting = sorted(running())
    with WarmSet(ahead) as forgotten:
        forgotten.forget()
        pair = use(forgotten, ASSIGNMENT)
        assert not {pid_of(pair.candidates), pid_of(pair.examiners)} & set(waiting)
    with WarmSet(ahead) as warm:
        pair = use(warm, ASSIGNMENT)
        assert sorted([pid_of(pair.candidates), pid_of(pair.examiners)]) == waiting
    ahead.close()
