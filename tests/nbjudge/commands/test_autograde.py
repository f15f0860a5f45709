"""`nbjudge autograde` on a class: the same by whichever way it is graded, with as many workers as were asked for."""

from __future__ import annotations

import os
import threading
import time

import psutil
import pytest

from demo.course import Course
from nbjudge.processes import pool
from tests.support.classes import ALL_KINDS
from tests.support.course import filled_in, submit
from tests.support.forking import Running
from tests.support.recorded import graded, rows
from tests.support.running import forbidden, regraded, run, start


@pytest.mark.parametrize("jobs", [2, 3])
def test_parallel_runs_give_byte_for_byte_what_a_serial_run_gives(taught: Course, again: Course, jobs: int) -> None:
    assert regraded(again, f"--jobs={jobs}", "--force") == set(ALL_KINDS)
    assert graded(again) == graded(taught)
    assert rows(again) == rows(taught)


def test_the_stock_command_gives_byte_for_byte_what_the_judges_own_gives(taught: Course, again: Course) -> None:
    again.run("autograde", "activation", "--force")
    assert graded(again) == graded(taught)
    assert rows(again) == rows(taught)


def test_a_process_with_threads_grades_without_forking_and_gives_the_same(taught: Course, again: Course) -> None:
    def like_formgrader() -> None:
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
        pool._Pool._fork = forbidden  # type: ignore[method-assign]  # a planted fault

    ended = run(again, "autograde", "--force", before=like_formgrader)
    assert ended.code == 0, ended.err
    assert graded(again) == graded(taught)


def test_by_default_there_is_a_worker_for_each_core(course: Course) -> None:
    for number in range(6):
        submit(course, f"s{number}", filled_in({"relu": "import time; time.sleep(1)"}))
    assert _most_workers(start(course, "autograde")) == min(len(os.sched_getaffinity(0)), 6)


def test_the_configuration_says_how_many_workers_and_the_option_has_the_last_word(course: Course) -> None:
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.NbJudge.jobs = 3\n")
    for number in range(6):
        submit(course, f"s{number}", filled_in({"relu": "import time; time.sleep(1)"}))
    assert _most_workers(start(course, "autograde")) == 3
    assert _most_workers(start(course, "autograde", "--jobs=2")) == 2


def _most_workers(running: Running) -> int:
    """How many workers the command has once that number stays the same; it is killed then."""
    found, since = 0, time.monotonic()
    while not found or time.monotonic() - since < 0.4:
        now = len(_workers(running))
        if now != found:
            found, since = now, time.monotonic()
    running.kill()
    return found


def _workers(running: Running) -> list[psutil.Process]:
    """The command's forks: unlike zygotes, in its own session."""
    return [one for one in running.family()[1:] if one.is_running() and _session(one) == running.pid]


def _session(process: psutil.Process) -> int:
    try:
        return os.getsid(process.pid)
    except ProcessLookupError:
        return -1
