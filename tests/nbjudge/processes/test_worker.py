"""A pool's workers: they tell what went wrong, hold nothing of one another's, and end with their parent."""

from __future__ import annotations

import os
import select
import signal
import time
from pathlib import Path

import psutil
import pytest

from nbjudge.processes.pool import TRIES, Done, work_through
from nbjudge.processes.worker import Unfit
from tests.support.duties import FunctionDuty, results_of, slept
from tests.support.running import gone, wait_until

# newer Pythons warn of forking with threads, and pytest-xdist has some; the pool's own callers have none
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")


def test_each_worker_knows_its_number() -> None:
    duty = FunctionDuty(lambda _: None)
    duty.work = lambda _: slept(0.1) or duty.number
    assert {done.result for done in work_through(range(3), duty, jobs=3)} == {0, 1, 2}


def test_what_work_raises_is_told_and_stops_nobody() -> None:
    found = results_of(lambda task: 1 // task, [0, 1, 2])
    assert (found[0].result, found[0].lost) == (None, "ZeroDivisionError: integer division or modulo by zero")
    assert (found[1].result, found[2].result) == (1, 0)


def test_a_result_that_is_no_json_data_is_told() -> None:
    assert "no JSON data" in str(results_of(lambda _: {1, 2}, [0])[0].lost)


def test_an_unfit_worker_is_replaced_and_says_why(tmp_path: Path) -> None:
    def work(task: str) -> int:
        if task == "never" or not (tmp_path / task).exists():
            (tmp_path / task).touch()
            raise Unfit("a tool broke")
        return os.getpid()

    found = results_of(work, ["once", "never", "once more"])
    assert found[0].result != os.getpid()
    assert found[2].result
    assert found[1].lost == f"{TRIES} workers died on it, the last with: a tool broke"


def test_a_worker_that_cannot_begin_says_why() -> None:
    class Shut(FunctionDuty):
        def in_worker(self, number: int) -> None:
            raise OSError("no key")

    (done,) = work_through([1], Shut(lambda task: task), jobs=2)
    assert done.lost == f"{TRIES} workers died on it, the last with: OSError: no key"


def test_workers_leave_ctrl_c_to_their_parent_and_give_it_to_programs_that_they_start() -> None:
    def work(_: int) -> list[int]:
        os.kill(os.getpid(), signal.SIGINT)
        status = Path("/proc/self/status").read_text()
        ignored = next(int(line.split()[1], 16) for line in status.splitlines() if line.startswith("SigIgn"))
        return [ignored >> (signal.SIGINT - 1) & 1]

    assert results_of(work, [0])[0] == Done(0, [0])


@pytest.mark.parametrize("busy", [True, False])
def test_workers_end_when_their_parent_is_killed(busy: bool) -> None:
    ours, its = os.pipe()
    parent = os.fork()
    if parent == 0:
        os.setsid()
        for _ in work_through(range(9), FunctionDuty(lambda n: os.write(its, b".") and slept(60 * busy * n)), jobs=3):
            time.sleep(60)  # the other workers' results stay unread meanwhile
        os._exit(0)
    os.close(its)
    assert select.select([ours], [], [], 5)[0]
    assert wait_until(lambda: len(psutil.Process(parent).children()) == 3, seconds=5.0)
    workers = psutil.Process(parent).children()
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    os.close(ours)
    assert wait_until(lambda: gone(workers), seconds=5.0)


def test_a_worker_holds_no_descriptor_of_another_workers_channel() -> None:
    def work(_: int) -> int:
        time.sleep(0.1)
        return sum("socket:" in os.readlink(entry) for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink())

    here = sum("socket:" in os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd") if _is_open(fd))
    found = results_of(work, range(8), jobs=4)
    assert {done.result for done in found.values()} == {here + 1}


def _is_open(fd: str) -> bool:
    return os.path.lexists(f"/proc/self/fd/{fd}")
