"""The pool: every task ends in exactly one result, whatever happens to workers, and nothing stays behind."""

from __future__ import annotations

import os
import resource
import select
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import psutil
import pytest

from nbjudge.pool import TRIES, Done, Unfit, work_through

# newer Pythons warn of forking with threads, and pytest-xdist has some; the pool's own callers have none
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")


class Bench:
    """A workshop that keeps a list of what its hooks were called for, and works with a function."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self.work = work
        self.called: list[str] = []
        self.number = -1

    def before_fork(self) -> None:
        self.called.append("before_fork")

    def in_parent(self) -> None:
        self.called.append("in_parent")

    def in_worker(self, number: int) -> None:
        self.number = number


def _results(work: Callable[[Any], Any], tasks: Any, jobs: int = 2) -> dict[int, Done]:
    found = list(work_through(tasks, Bench(work), jobs=jobs))
    by_number = {done.number: done for done in found}
    assert len(by_number) == len(found), "a task ended twice"
    return by_number


def _children() -> list[psutil.Process]:
    found: list[psutil.Process] = psutil.Process().children(recursive=True)
    return found


def _end(_: Any = None) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def _slept(seconds: float) -> Any:
    time.sleep(seconds)


def _gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody reaps here counts."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def _wait_until(true: Callable[[], bool], seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return true()


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_every_task_ends_in_its_own_result(jobs: int) -> None:
    found = _results(lambda task: task * task, range(30), jobs)
    assert {number: done.result for number, done in found.items()} == {n: n * n for n in range(30)}
    assert {done.lost for done in found.values()} == {None}


def test_no_tasks_need_no_workers() -> None:
    bench = Bench(lambda task: task)
    assert list(work_through([], bench, jobs=3)) == []
    assert bench.called == []


def test_workers_are_forked_only_for_as_many_tasks_as_there_are() -> None:
    bench = Bench(lambda task: task)
    assert len(list(work_through("ab", bench, jobs=5))) == 2
    assert bench.called == ["before_fork", "in_parent"] * 2


def test_several_workers_work_at_once() -> None:
    begun = time.monotonic()
    found = _results(lambda _: _slept(0.3) or os.getpid(), range(3), jobs=3)
    assert time.monotonic() - begun < 0.8
    assert len({done.result for done in found.values()}) == 3


def test_each_worker_knows_its_number() -> None:
    bench = Bench(lambda _: None)
    bench.work = lambda _: _slept(0.1) or bench.number
    assert {done.result for done in work_through(range(3), bench, jobs=3)} == {0, 1, 2}


def test_large_tasks_and_results_arrive_whole() -> None:
    text = "ä\ud800\0" * 1_000_000
    assert _results(lambda task: task[::-1], [text, "x"])[0].result == text[::-1]


def test_what_work_raises_is_told_and_stops_nobody() -> None:
    found = _results(lambda task: 1 // task, [0, 1, 2])
    assert found[0] == Done(0, None, "ZeroDivisionError: integer division or modulo by zero")
    assert (found[1].result, found[2].result) == (1, 0)


def test_a_result_that_is_no_json_data_is_told() -> None:
    assert "no JSON data" in str(_results(lambda _: {1, 2}, [0])[0].lost)


def test_a_killed_worker_costs_no_task(tmp_path: Path) -> None:
    def work(task: int) -> int:
        if task % 5 == 0 and not (tmp_path / str(task)).exists():
            (tmp_path / str(task)).touch()
            _end()
        return task

    found = _results(work, range(20))
    assert {number: done.result for number, done in found.items()} == {n: n for n in range(20)}


def test_a_task_that_kills_every_worker_is_lost_and_the_others_end_well(tmp_path: Path) -> None:
    def work(task: int) -> int:
        if task == 3:
            (tmp_path / f"{time.monotonic_ns()}").touch()
            _end()
        return task

    found = _results(work, range(10))
    assert found[3] == Done(3, None, f"{TRIES} workers died on it, the last with: signal SIGKILL")
    assert len(list(tmp_path.iterdir())) == TRIES
    assert {done.result for number, done in found.items() if number != 3} == set(range(10)) - {3}


def test_every_task_may_kill_its_workers() -> None:
    found = _results(_end, range(4), jobs=3)
    assert all(done.lost for done in found.values())
    assert len(found) == 4


def test_an_unfit_worker_is_replaced_and_says_why(tmp_path: Path) -> None:
    def work(task: str) -> int:
        if task == "never" or not (tmp_path / task).exists():
            (tmp_path / task).touch()
            raise Unfit("a tool broke")
        return os.getpid()

    found = _results(work, ["once", "never", "once more"])
    assert found[0].result != os.getpid()
    assert found[2].result
    assert found[1].lost == f"{TRIES} workers died on it, the last with: a tool broke"


def test_a_worker_that_cannot_begin_says_why() -> None:
    class Shut(Bench):
        def in_worker(self, number: int) -> None:
            raise OSError("no key")

    (done,) = work_through([1], Shut(lambda task: task), jobs=2)
    assert done.lost == f"{TRIES} workers died on it, the last with: OSError: no key"


def test_a_slow_task_does_not_hold_up_the_others() -> None:
    with closing(work_through(range(20), Bench(lambda task: _slept(0 if task else 60)), jobs=2)) as results:
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
    with closing(work_through(tasks, Bench(work), jobs=2)) as results:
        assert [done.result for done in islice(results, 3)] == ["large"] * 3


def test_tasks_are_taken_as_workers_become_free() -> None:
    taken = []

    def tasks() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    with closing(work_through(tasks(), Bench(lambda task: task), jobs=2)) as results:
        next(results)
        assert len(taken) <= 4


def test_many_tasks_need_no_more_memory_and_no_more_descriptors_than_few() -> None:
    def state() -> tuple[int, int]:
        return psutil.Process().memory_info().rss, len(os.listdir("/proc/self/fd"))

    results = work_through(("x" * 100_000 for _ in range(600)), Bench(lambda task: task), jobs=2)
    states = [state() for _ in results]
    assert max(rss for rss, _ in states[300:]) - max(rss for rss, _ in states[:300]) < 5_000_000
    assert {open_now for _, open_now in states[10:590]} == {states[10][1]}


def test_closing_the_generator_ends_workers_at_once() -> None:
    results = work_through(range(4), Bench(lambda task: _slept(60 * task)), jobs=3)
    next(results)
    assert len(_children()) == 3
    begun = time.monotonic()
    results.close()
    assert time.monotonic() - begun < 1
    assert _children() == []


def test_ctrl_c_ends_workers_at_once() -> None:
    def interrupted() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        list(work_through(range(4), Bench(lambda _: _slept(60)), jobs=2))

    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        begun = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert time.monotonic() - begun < 1.5
        assert _children() == []
    finally:
        signal.signal(signal.SIGALRM, before)


def test_workers_leave_ctrl_c_to_their_parent_and_give_it_to_programs_that_they_start() -> None:
    def work(_: int) -> list[int]:
        os.kill(os.getpid(), signal.SIGINT)
        status = Path("/proc/self/status").read_text()
        ignored = next(int(line.split()[1], 16) for line in status.splitlines() if line.startswith("SigIgn"))
        return [ignored >> (signal.SIGINT - 1) & 1]

    assert _results(work, [0])[0] == Done(0, [0])


def test_an_error_of_the_caller_leaves_no_worker() -> None:
    def failing() -> Iterator[int]:
        yield from range(3)
        raise OSError("the list ends in rubbish")

    with pytest.raises(OSError, match="rubbish"):
        list(work_through(failing(), Bench(lambda task: task), jobs=2))
    assert _children() == []


@pytest.mark.parametrize("busy", [True, False])
def test_workers_end_when_their_parent_is_killed(busy: bool) -> None:
    ours, its = os.pipe()
    parent = os.fork()
    if parent == 0:
        os.setsid()
        for _ in work_through(range(9), Bench(lambda n: os.write(its, b".") and _slept(60 * busy * n)), jobs=3):
            time.sleep(60)  # the other workers' results stay unread meanwhile
        os._exit(0)
    os.close(its)
    assert select.select([ours], [], [], 5)[0]
    assert _wait_until(lambda: len(psutil.Process(parent).children()) == 3)
    workers = [child.pid for child in psutil.Process(parent).children()]
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    os.close(ours)
    assert _wait_until(lambda: all(_gone(pid) for pid in workers))


def test_a_worker_holds_no_descriptor_of_another_workers_channel() -> None:
    def work(_: int) -> int:
        time.sleep(0.1)
        return sum("socket:" in os.readlink(entry) for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink())

    here = sum("socket:" in os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd") if _is_open(fd))
    found = _results(work, range(8), jobs=4)
    assert {done.result for done in found.values()} == {here + 1}


def _is_open(fd: str) -> bool:
    return os.path.lexists(f"/proc/self/fd/{fd}")


def test_where_no_process_can_be_forked_nothing_is_left_behind() -> None:
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.setresuid(65534, 65534, 65534) if os.geteuid() == 0 else None  # the limit does not hold for root
            resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
            open_before = os.listdir("/proc/self/fd")
            try:
                list(work_through([1], Bench(lambda task: task), jobs=2))
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

    found = list(work_through([0, 1, 2], Bench(work), jobs=1, fork=False))
    assert found[1] == Done(1, [os.getpid(), 6])
    assert "ZeroDivisionError" in str(found[0].lost)
    assert found[2].lost == "a tool broke"
