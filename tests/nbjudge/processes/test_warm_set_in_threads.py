"""Threads that judge through one warm set share its pairs; of their verdicts see `test_judge_in_threads.py`."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from nbjudge.judge import judge
from nbjudge.processes.warm_pair import WarmPair
from nbjudge.processes.warm_set import WarmSet
from nbjudge.processes.zygote import ZygoteError
from nbjudge.processes.zygote_main import ROLES
from nbjudge.verdicts import PASSED
from tests.support.running import wait_until
from tests.support.twice import ASSIGNMENT, DRAWING, LIMITS, RIGHT, outcome_of
from tests.support.zygotes import is_gone, pid_of, running

pytestmark = pytest.mark.usefixtures("nothing_is_left_behind")

THREADS = 4


def test_threads_that_need_a_pair_at_once_share_one() -> None:
    together = threading.Barrier(THREADS)
    with WarmSet() as warm, ThreadPoolExecutor(THREADS) as pool:

        def use(_: int) -> WarmPair:
            together.wait(60)
            with warm.pair_for(ASSIGNMENT, LIMITS, sandboxed=True) as pair:
                together.wait(60)  # all of them hold it now
                return pair

        assert len({id(pair) for pair in pool.map(use, range(THREADS))}) == 1
        assert len(running()) == len(ROLES)


def test_threads_that_draw_at_once_share_the_zygote_that_can() -> None:
    together = threading.Barrier(THREADS)

    def judged(warm: WarmSet) -> str:
        together.wait(60)
        return outcome_of(judge(DRAWING, ASSIGNMENT, LIMITS, warm=warm))

    with WarmSet() as warm, ThreadPoolExecutor(THREADS) as pool:
        assert outcome_of(judge(RIGHT, ASSIGNMENT, LIMITS, warm=warm)) == PASSED
        assert len(running()) == len(ROLES)
        assert set(pool.map(judged, [warm] * THREADS)) == {PASSED}
        assert len(running()) == len(ROLES) + 1


def test_a_pair_that_dies_under_four_threads_fails_each_once_at_most() -> None:
    def judged(number: int) -> str:
        try:
            return outcome_of(judge(RIGHT, ASSIGNMENT, LIMITS, seed=number, warm=warm))
        except ZygoteError:
            return "no zygote"

    with WarmSet() as warm, ThreadPoolExecutor(THREADS) as pool:
        with warm.pair_for(ASSIGNMENT, LIMITS, sandboxed=True) as pair:
            dies = pid_of(pair.candidates)
        found = [pool.submit(judged, number) for number in range(20)]
        found[4].result(60)
        os.kill(dies, signal.SIGKILL)
        outcomes = [one.result(60) for one in found]
        assert set(outcomes) <= {PASSED, "no zygote"}
        assert outcomes.count("no zygote") <= THREADS
        assert wait_until(lambda: is_gone(pair))
        assert outcomes[-1] == PASSED
