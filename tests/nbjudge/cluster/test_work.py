"""Tasks on a cluster end once each, whatever becomes of workers; a run that cannot go on says why."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import distributed  # noqa: F401 - here, as each fork would import it else
import pytest

from nbjudge.cluster import work
from nbjudge.cluster.policy import AHEAD, TASKS_OF_A_THREAD, TOGETHER
from nbjudge.course.errors import GradingError
from nbjudge.processes.pool import TRIES, Done
from tests.support.cluster import DaskCluster
from tests.support.cluster_duties import Obeying, asked, by_number, in_a_fork
from tests.support.running import wait_until

ODD = bytes(range(256)) * 50


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """A cluster without workers."""
    with DaskCluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def cluster(scheduler: DaskCluster) -> DaskCluster:
    """The same with two workers of one nanny's, which starts another when one dies."""
    if not scheduler.workers:
        scheduler.add_worker("--nworkers", "2")
        scheduler.wait_for_workers(2)
    return scheduler


@dataclass(frozen=True)
class Worked:
    """What became of tasks, by their number; what was told; and at each that came back, how many were taken ahead."""

    done: dict[int, Done]
    told: list[str]
    ahead: list[int]

    @property
    def dismissed(self) -> list[str]:
        """What was told of workers that take no work; of the two, one may still be starting when a run begins."""
        return [sentence for sentence in self.told if "takes no work" in sentence]


def worked(
    cluster: DaskCluster, folder: Path, tasks: Sequence[Any], meanwhile: Callable[[], object] = lambda: None
) -> Worked:
    """Have tasks done. ``meanwhile`` is called after each."""

    def run() -> Worked:
        told, found, ahead, taken = list[str](), list[Done](), list[int](), list[int]()

        def counted() -> Iterator[Any]:
            for number, task in enumerate(tasks):
                taken.append(number)
                yield task

        with closing(
            work.work_through(counted(), Obeying(folder), address=cluster.address, tell=told.append, count=len(tasks))
        ) as coming:
            for done in coming:
                ahead.append(len(taken) - len(found))
                found.append(done)
                meanwhile()
        return Worked(by_number(found), told, ahead)

    found: Worked = in_a_fork(run)
    return found


def test_a_cluster_without_workers_is_waited_for_and_then_told(
    scheduler: DaskCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nbjudge.cluster.crew.PATIENCE_SECONDS", 0.3)
    with pytest.raises(GradingError, match=r"for 0\.3 s the cluster has had no workers: start some"):
        worked(scheduler, tmp_path, asked(1))


@pytest.fixture(scope="module")
def ordinary(cluster: DaskCluster, tmp_path_factory: pytest.TempPathFactory) -> tuple[Worked, Path]:
    """A run in which tasks fail in their own ways, and no worker does; and its folder."""
    folder = tmp_path_factory.mktemp("ordinary")
    slow: dict[str, Any] = {f"n{number}": {"seconds": 0.08} for number in range(6, 40)}
    tasks = asked(40, n0={"bytes": ODD}, n1={"raises": True}, n2={"unfit": True}, **slow)
    return worked(cluster, folder, tasks), folder


def test_all_workers_work_and_each_task_ends_once(ordinary: tuple[Worked, Path]) -> None:
    found = ordinary[0].done
    assert set(found) == set(range(40))
    results = [done.result for done in found.values() if done.lost is None]
    assert len({result["pid"] for result in results}) == 2
    assert all(found[result["number"]].result is result for result in results)


def test_bytes_arrive_as_they_were(ordinary: tuple[Worked, Path]) -> None:
    assert ordinary[0].done[0].result["bytes"] == ODD


def test_tasks_are_taken_only_as_workers_need_them(ordinary: tuple[Worked, Path]) -> None:
    assert max(ordinary[0].ahead) <= 2 * (1 + AHEAD) * TOGETHER < 40


def test_what_a_duty_raises_is_told_in_the_tasks_place(ordinary: tuple[Worked, Path]) -> None:
    assert ordinary[0].done[1].lost == "ValueError: planted"


def test_a_task_that_makes_processes_unfit_is_given_up_and_the_workers_go_on(ordinary: tuple[Worked, Path]) -> None:
    found, folder = ordinary
    assert found.done[2].lost == f"{TRIES} workers died on it, the last with: planted"
    assert len(list(folder.glob("began-2-*"))) == TRIES
    assert not found.dismissed


def test_what_is_warm_ends_with_the_run(ordinary: tuple[Worked, Path]) -> None:
    _, folder = ordinary
    assert len(list(folder.glob("begun-*"))) == 2
    assert wait_until(lambda: len(list(folder.glob("ended-*"))) == 2)


def test_a_worker_that_breaks_takes_no_more_work_and_its_task_goes_to_another(
    cluster: DaskCluster, tmp_path: Path
) -> None:
    found = worked(cluster, tmp_path, asked(12, n2={"breaks": True}))
    (broken,) = tmp_path.glob("broken-*")
    assert len(found.done) == 12
    assert not [done for done in found.done.values() if done.lost]
    assert found.done[2].result["pid"] != int(broken.name.partition("-")[2])
    assert [sentence.partition(" takes ")[2] for sentence in found.dismissed] == [
        "no work: the judge's own processes do not run: planted"
    ]


def test_ctrl_c_is_quick_and_ends_what_is_warm(cluster: DaskCluster, tmp_path: Path) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        worked(cluster, tmp_path, asked(9, n3={"seconds": 9}, n4={"seconds": 9}), stop)
    assert time.monotonic() - begun < 8, "long before these tasks are done"
    assert wait_until(lambda: _pids(tmp_path, "begun") and _pids(tmp_path, "begun") <= _pids(tmp_path, "ended"))


def _pids(folder: Path, what: str) -> set[str]:
    """The workers that have begun, or ended."""
    return {path.name.partition("-")[2] for path in folder.glob(f"{what}-*")}


def test_a_task_that_kills_three_workers_is_lost_and_no_other_is_though_they_waited_at_the_same_workers(
    cluster: DaskCluster, tmp_path: Path
) -> None:
    slow: dict[str, Any] = {f"n{number}": {"seconds": 0.05} for number in range(20) if number != 3}
    found = worked(cluster, tmp_path, asked(20, n3={"kills": True}, **slow))
    assert set(found.done) == set(range(20))
    assert [number for number, done in found.done.items() if done.lost] == [3]
    assert (found.done[3].lost or "").startswith(f"{TRIES} workers died on it, the last at tcp://")
    assert len(list(tmp_path.glob("began-3-*"))) == TRIES, "twice among others, and then by itself"


def test_tasks_that_travel_with_one_that_kills_are_done_all_the_same(cluster: DaskCluster, tmp_path: Path) -> None:
    count = 2 * TASKS_OF_A_THREAD * TOGETHER  # so many that as many as may travel together
    slow: dict[str, Any] = {f"n{number}": {"seconds": 0.02} for number in range(count) if number != 6}
    found = worked(cluster, tmp_path, asked(count, n6={"kills": True}, **slow))
    assert set(found.done) == set(range(count))
    assert [number for number, done in found.done.items() if done.lost] == [6]
    assert len(list(tmp_path.glob("began-6-*"))) == TRIES, "however near to each other workers die"


def test_a_scheduler_that_goes_away_ends_the_run_with_a_reason(cluster: DaskCluster, tmp_path: Path) -> None:
    tasks = asked(9, n8={"seconds": 60})
    with pytest.raises(GradingError, match=r"the scheduler at tcp://\S+ has gone.*run again to go on"):
        worked(cluster, tmp_path, tasks, lambda: os.kill(cluster.scheduler.pid, signal.SIGKILL))
