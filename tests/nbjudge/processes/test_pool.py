"""The pool: every task ends in exactly one result, whatever happens to workers, and nothing stays behind."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import psutil
import pytest

from nbjudge.processes.pool import TRIES, Done, work_through
from nbjudge.processes.worker import Unfit
from tests.support.duties import FunctionDuty, kill_this_process, results_of, slept
from tests.support.zygotes import own_children

# newer Pythons warn of forking with threads, and pytest-xdist has some; the pool's own callers have none
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_every_task_ends_in_its_own_result(jobs: int) -> None:
    found = results_of(lambda task: task * task, range(30), jobs)
    assert {number: done.result for number, done in found.items()} == {n: n * n for n in range(30)}
    assert {done.lost for done in found.values()} == {None}


def test_no_tasks_need_no_workers() -> None:
    duty = FunctionDuty(lambda task: task)
    assert list(work_through([], duty, jobs=3)) == []
    assert duty.called == []


def test_workers_are_forked_only_for_as_many_tasks_as_there_are() -> None:
    duty = FunctionDuty(lambda task: task)
    assert len(list(work_through("ab", duty, jobs=5))) == 2
    assert duty.called == ["before_fork", "after_fork"] * 2


def test_several_workers_work_at_once() -> None:
    def timed(_: int) -> list[float]:
        begun = time.monotonic()
        time.sleep(0.5)
        return [os.getpid(), begun, time.monotonic()]

    found = [done.result for done in results_of(timed, range(3), jobs=3).values()]
    assert len({pid for pid, _, _ in found}) == 3
    assert max(begun for _, begun, _ in found) < min(ended for _, _, ended in found)


def test_large_tasks_and_results_arrive_whole() -> None:
    text = "ä\ud800\0" * 1_000_000
    assert results_of(lambda task: task[::-1], [text, "x"])[0].result == text[::-1]


def test_a_killed_worker_costs_no_task(tmp_path: Path) -> None:
    def work(task: int) -> int:
        if task % 5 == 0 and not (tmp_path / str(task)).exists():
            (tmp_path / str(task)).touch()
            kill_this_process()
        return task

    found = results_of(work, range(20))
    assert {number: done.result for number, done in found.items()} == {n: n for n in range(20)}


def test_a_task_that_kills_every_worker_is_lost_and_the_others_end_well(tmp_path: Path) -> None:
    def work(task: int) -> int:
        if task == 3:
            (tmp_path / f"{time.monotonic_ns()}").touch()
            kill_this_process()
        return task

    found = results_of(work, range(10))
    assert found[3] == Done(3, None, f"{TRIES} workers died on it, the last with: signal SIGKILL")
    assert len(list(tmp_path.iterdir())) == TRIES
    assert {done.result for number, done in found.items() if number != 3} == set(range(10)) - {3}


def test_every_task_may_kill_its_workers() -> None:
    found = results_of(kill_this_process, range(4), jobs=3)
    assert all(done.lost for done in found.values())
    assert len(found) == 4


def test_a_slow_task_does_not_hold_up_the_others() -> None:
    with closing(work_through(range(20), FunctionDuty(lambda task: slept(0 if task else 60)), jobs=2)) as results:
        begun = time.monotonic()
        assert {done.number for done in islice(results, 19)} == set(range(1, 20))
        assert time.monotonic() - begun < 5


def test_a_worker_that_does_not_read_its_task_does_not_hold_up_the_others() -> None:
    def work(task: str) -> str:
        if task == "stop":
            os.kill(os.getpid(), signal.SIGSTOP)
        return task[:5]

    # the stopped worker's neighbour is fed large tasks meanwhile, and so would be one that has stopped reading
    tasks = ["stop", *["large" * 1_000_000] * 3]
    with closing(work_through(tasks, FunctionDuty(work), jobs=2)) as results:
        assert [done.result for done in islice(results, 3)] == ["large"] * 3


def test_tasks_are_taken_as_workers_become_free() -> None:
    taken = []

    def tasks() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    with closing(work_through(tasks(), FunctionDuty(lambda task: task), jobs=2)) as results:
        next(results)
        assert len(taken) <= 4


def test_many_tasks_need_no_more_memory_and_no_more_descriptors_than_few() -> None:
    def state() -> tuple[int, int]:
        return psutil.Process().memory_info().rss, len(os.listdir("/proc/self/fd"))

    results = work_through(("x" * 100_000 for _ in range(600)), FunctionDuty(lambda task: task), jobs=2)
    states = [state() for _ in results]
    assert max(rss for rss, _ in states[300:]) - max(rss for rss, _ in states[:300]) < 5_000_000
    assert {open_now for _, open_now in states[10:590]} == {states[10][1]}


def test_closing_the_generator_ends_workers_at_once() -> None:
    results = work_through(range(4), FunctionDuty(lambda task: slept(60 * task)), jobs=3)
    next(results)
    assert len(own_children()) == 3
    begun = time.monotonic()
    results.close()
    assert time.monotonic() - begun < 1
    assert own_children() == []


def test_ctrl_c_ends_workers_at_once() -> None:
    def interrupted() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        list(work_through(range(4), FunctionDuty(lambda _: slept(60)), jobs=2))

    # a signal of the kind that is held back while workers are forked: what an alarm raises there may be lost
    before = signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
    # a shell starts what runs in its background, these tests say, with Ctrl-C ignored
    ctrl_c = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        begun = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert time.monotonic() - begun < 1.5
        assert own_children() == []
    finally:
        signal.signal(signal.SIGINT, ctrl_c)
        signal.signal(signal.SIGALRM, before)


def test_an_error_of_the_caller_leaves_no_worker() -> None:
    def failing() -> Iterator[int]:
        yield from range(3)
        raise OSError("the list ends in rubbish")

    with pytest.raises(OSError, match="rubbish"):
        list(work_through(failing(), FunctionDuty(lambda task: task), jobs=2))
    assert own_children() == []


def test_where_no_process_can_be_forked_nothing_is_left_behind() -> None:
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.setresuid(65534, 65534, 65534) if os.geteuid() == 0 else None  # the limit does not hold for root
            resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
            open_before = os.listdir("/proc/self/fd")
            try:
                list(work_through([1], FunctionDuty(lambda task: task), jobs=2))
            except BlockingIOError:
                mask = signal.pthread_sigmask(signal.SIG_BLOCK, [])
                code = 0 if not mask and os.listdir("/proc/self/fd") == open_before else 3
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_without_forking_the_same_work_is_done_in_this_process() -> None:
    def work(task: int) -> list[int]:
        if task == 2:
            raise Unfit("a tool broke")
        return [os.getpid(), 6 // task]

    found = list(work_through([0, 1, 2], FunctionDuty(work), jobs=1, fork=False))
    assert found[1] == Done(1, [os.getpid(), 6])
    assert "ZeroDivisionError" in str(found[0].lost)
    assert found[2].lost == "a tool broke"
