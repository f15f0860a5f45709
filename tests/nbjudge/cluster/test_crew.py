"""Who of a cluster may be used: by what workers say and who is there, which changes meanwhile."""

from __future__ import annotations

import importlib.metadata
from typing import Any, cast

import pytest
from distributed import Client

from nbjudge.cluster import crew
from nbjudge.cluster.crew import Crew
from nbjudge.course.errors import GradingError

ONE, TWO = "tcp://192.0.2.1:4001", "tcp://192.0.2.2:4002"


class Scheduler:
    """Stands in for a client of one: who is there, and what was said."""

    def __init__(self) -> None:
        self.there: dict[str, int] = {}
        self.said: list[tuple[float, dict[str, Any]]] = []
        self.versions: dict[str, object] = {}
        self.without = False

    def nthreads(self) -> dict[str, int]:
        return self.there

    def get_events(self, topic: str) -> list[tuple[float, dict[str, Any]]]:
        assert topic == "run"
        return self.said

    def run(self, *_: object, **__: object) -> dict[str, object]:
        return self.versions

    def run_on_scheduler(self, *_: object) -> str:
        if self.without:
            raise importlib.metadata.PackageNotFoundError("nbjudge")
        return "0.2.0"

    def says(self, address: str, *unfit: str, threads: int = 1) -> None:
        self.there[address] = threads
        self.said.append((0.0, {"worker": address, "name": "lab", "threads": threads, "unfit": [*unfit]}))


@pytest.fixture
def scheduler(monkeypatch: pytest.MonkeyPatch) -> Scheduler:
    for name in ("LOOK_SECONDS", "FIRST_LOOK_SECONDS"):
        monkeypatch.setattr(crew, name, 0.0)
    return Scheduler()


def crew_of(scheduler: Scheduler) -> tuple[Crew, list[str]]:
    told: list[str] = []
    return Crew(cast(Client, scheduler), "run", told.append), told


def test_threads_of_those_who_are_fit_count_and_the_others_are_told_with_every_reason(scheduler: Scheduler) -> None:
    found, told = crew_of(scheduler)
    scheduler.says(ONE, threads=4)
    scheduler.says(TWO, "it has numpy 2.0.0, not 2.4.6", "no sandbox: none")
    found.wait_for_some()
    found.look()
    assert (found.threads, found.fit) == (4, {ONE: 4})
    assert told == [f"the worker lab at {TWO} takes no work: it has numpy 2.0.0, not 2.4.6; no sandbox: none"]


def test_where_all_are_unfit_the_run_ends_at_once(scheduler: Scheduler) -> None:
    found, _ = crew_of(scheduler)
    scheduler.says(ONE, "it has no numpy, not 2.4.6")
    with pytest.raises(GradingError, match="none of the cluster's 1 workers may be used"):
        found.wait_for_some()


def test_where_the_judge_is_not_even_installed_it_is_told(scheduler: Scheduler) -> None:
    found, told = crew_of(scheduler)
    scheduler.versions = {ONE: ModuleNotFoundError("No package metadata was found for nbjudge"), TWO: "0.2.0"}
    found.without_judge()
    scheduler.says(TWO)
    found.wait_for_some()
    assert found.fit == {TWO: 1}
    assert told == [
        f"the worker {ONE} takes no work: nbjudge is not installed there: pip install 'nbjudge[dask]', the same as here"
    ]


def test_a_scheduler_without_the_judge_is_told(scheduler: Scheduler) -> None:
    found, _ = crew_of(scheduler)
    scheduler.without = True
    with pytest.raises(GradingError, match="where the scheduler runs nbjudge is not installed, and Dask needs it"):
        found.without_judge()


def test_those_who_go_are_missed_and_those_who_come_are_welcome(scheduler: Scheduler) -> None:
    found, _ = crew_of(scheduler)
    scheduler.says(ONE)
    found.wait_for_some()
    del scheduler.there[ONE]
    scheduler.says(TWO)
    assert found.look()
    assert found.fit == {TWO: 1}
    assert not found.some_alive((ONE,))
    scheduler.there[ONE] = 1  # it was only out of reach, and has nothing new to say
    found.look()
    assert found.fit == {ONE: 1, TWO: 1}


def test_who_is_dismissed_stays_so(scheduler: Scheduler) -> None:
    found, told = crew_of(scheduler)
    scheduler.says(ONE)
    scheduler.says(TWO)
    found.wait_for_some()
    found.dismiss(ONE, "its disk is full")
    found.dismiss(ONE, "its disk is full")
    found.look()
    assert found.fit == {TWO: 1}
    assert told == [f"the worker {ONE} takes no work: its disk is full"]


def test_a_cluster_that_stays_empty_is_given_up(scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "PATIENCE_SECONDS", 0.05)
    found, told = crew_of(scheduler)
    with pytest.raises(GradingError, match=r"for 0\.05 s the cluster has had no workers: start some"):
        found.wait_for_some()
    assert told == ["the cluster has no workers yet: waiting for some, 0.05 s at most"]


def test_after_long_work_those_who_have_all_gone_are_waited_for_as_in_the_beginning(
    scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "PATIENCE_SECONDS", 30.0)
    found, _ = crew_of(scheduler)
    scheduler.says(ONE)
    found.wait_for_some()
    del scheduler.there[ONE]
    assert found.look()
    assert found.threads == 0
