"""A task that takes too long costs its worker, not the other tasks."""

from __future__ import annotations

import time
from typing import Any

import pytest

from nbjudge.processes.pool import Done, work_through
from tests.support.duties import FunctionDuty, slept

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")


class Hurried(FunctionDuty):
    seconds = 0.5

    def instead(self, task: Any) -> Any | None:
        return {"slow": "quick", "slow twice": "slow"}.get(task)


def work(task: str) -> str:
    if task.startswith("slow"):
        slept(60)
    return f"{task} done"


@pytest.mark.parametrize("jobs", [1, 3])
def test_what_takes_too_long_is_done_otherwise_or_lost_and_the_others_end_well(jobs: int) -> None:
    begun = time.monotonic()
    tasks = ["a", "slow", "b", "slow and nothing instead", "c", "slow twice", "d"]
    found = {done.number: done for done in work_through(tasks, Hurried(work), jobs=jobs)}
    assert {tasks[number]: done.result for number, done in found.items()} == {
        "a": "a done", "b": "b done", "c": "c done", "d": "d done", "slow": "quick done", "slow twice": "quick done",
        "slow and nothing instead": None,
    }  # fmt: skip
    assert found[3] == Done(3, None, "it took longer than 0.5 s")
    assert time.monotonic() - begun < 20


def test_time_counts_for_each_task_by_itself() -> None:
    found = list(work_through([0.2] * 8, Hurried(slept), jobs=2))
    assert [done.lost for done in found] == [None] * 8
