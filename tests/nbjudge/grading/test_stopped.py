"""Grading that is stopped, meets another grader, or whose own processes die: nothing is lost, and it goes on."""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest

from demo.course import CommandFailed, Course
from nbjudge.console import grading_run
from nbjudge.course import lock
from nbjudge.course.errors import GradingError
from nbjudge.grading import task
from nbjudge.judge import judge
from nbjudge.scores import Scores
from tests.support.course import filled_in, scores, submit
from tests.support.forking import Running
from tests.support.recorded import graded, read_notebook
from tests.support.running import RIGHT, SLEEPING, copied, gone, regraded, run, start, start_warm, wait_until
from tests.support.trouble import locked
from tests.support.zygotes import name_of


@pytest.fixture
def course(empty_course: Course, tmp_path: Path) -> Course:
    """A course with four students, for one test."""
    course = copied(empty_course, tmp_path / "course")
    submit(course, "ada", filled_in(RIGHT))
    submit(course, "bob", b"no notebook")
    submit(course, "cyd", filled_in({"relu": RIGHT["relu"]}))
    submit(course, "dan", filled_in({}))
    return course


def _recorded(course: Course) -> set[str]:
    """The students whose graded notebooks are there."""
    return {path.parts[-3] for path in course.root.glob("autograded/*/activation/activation.ipynb")}


def _slow(course: Course, start: Callable[..., Running] = start_warm) -> Running:
    """Start grading with two submissions that take long, and wait until all others are done."""
    submit(course, "slow-1", filled_in({"relu": SLEEPING}))
    submit(course, "slow-2", filled_in({"relu": SLEEPING}))
    running = start(course, "autograde", "--jobs=3")
    assert wait_until(lambda: len(_recorded(course)) == 4)
    return running


def _telling(folder: Path) -> Callable[[], None]:
    """Planted in a command: a file in the folder for each submission that it has counted."""

    def plant() -> None:
        class Telling(grading_run.GradingProgress):
            def __call__(self, scores: Scores) -> None:
                super().__call__(scores)
                (folder / scores.student).touch()

        vars(grading_run)["GradingProgress"] = Telling

    return plant


# ---------------------------------------------------------------- stopped


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stop_takes_less_than_two_seconds_and_says_how_to_go_on(
    course: Course, tmp_path: Path, number: int, code: int
) -> None:
    counted = tmp_path / "counted"
    counted.mkdir()
    running = _slow(course, partial(start, before=_telling(counted)))
    assert wait_until(lambda: len(list(counted.iterdir())) == 4), "a file is there a moment before it is counted"
    family = running.family()
    assert len(family) > 6, "parent, three workers and their zygotes"
    begun = time.monotonic()
    os.kill(running.pid, number)
    ended = running.wait()
    assert time.monotonic() - begun < 2
    assert ended.code == code
    assert "4 graded submissions are recorded; run the same command to go on" in ended.err
    assert "Traceback" not in ended.err
    assert wait_until(lambda: gone(family), 5)
    for student in ("slow-1", "slow-2"):
        submit(course, student, filled_in({}))
    assert regraded(course) == {"slow-1", "slow-2"}


def test_ctrl_c_at_a_terminal_reaches_all_processes_and_stops_as_cleanly(course: Course) -> None:
    running = _slow(course, start)
    os.killpg(running.pid, signal.SIGINT)
    ended = running.wait()
    assert ended.code == 130
    assert "Traceback" not in ended.err


def test_ctrl_c_is_heard_while_another_process_holds_the_gradebook(course: Course) -> None:
    with locked(course):
        running = start(course, "autograde")
        time.sleep(2)
        begun = time.monotonic()
        os.kill(running.pid, signal.SIGINT)
        assert running.wait().code == 130
        assert time.monotonic() - begun < 2


def test_ctrl_c_while_the_program_is_still_starting_is_no_traceback(course: Course) -> None:
    def interrupted(_: str) -> None:
        raise KeyboardInterrupt

    def plant() -> None:
        importlib.import_module = interrupted  # type: ignore[assignment]  # as if it came while a verb is imported

    ended = run(course, "autograde", before=plant)
    assert (ended.code, ended.err) == (130, "nbjudge: stopped\n")


# ---------------------------------------------------------------- two graders


def test_of_two_graders_one_works_and_the_other_says_so_at_once(course: Course) -> None:
    running = _slow(course)
    second = run(course, "autograde")
    assert second.code == 1
    assert f"this course is being graded already, by process {running.pid} on " in second.err
    assert re.search(r"since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d", second.err)
    running.kill()
    for student in ("slow-1", "slow-2"):
        submit(course, student, filled_in({}))
    assert run(course, "autograde").code == 0, "a killed grader holds no lock"


def test_two_graders_started_together_grade_everybody_once(course: Course) -> None:
    both = [start_warm(course, "autograde", "--jobs=1") for _ in range(2)]
    codes = sorted(running.wait().code for running in both)
    assert codes in ([0, 1], [0, 0]), "both may work if one had ended before the other began"
    assert len(scores(course.root)) == 4


def test_the_stock_command_heeds_the_lock(course: Course) -> None:
    running = _slow(course)
    with pytest.raises(CommandFailed, match=r"being graded already(.|\n)*exit code 1"):
        course.run("autograde", "activation")
    running.kill()


def test_a_course_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / lock.NAME).mkdir()  # holds for root as well
    with pytest.raises(GradingError, match=r"cannot write .*\.nbjudge\.lock"), lock.grading(tmp_path):
        pass


# ---------------------------------------------------------------- processes that die


def _killing(student: str, times: int, folder: Path) -> Callable[[], None]:
    """Plants a judge that kills its worker, so many times, when it judges this student."""
    honest = task.JudgingDuty.do

    def do(self: task.JudgingDuty, task: list[str]) -> dict[str, Any]:
        if task[0] == student and len(list(folder.glob("death-*"))) < times:
            (folder / f"death-{time.monotonic_ns()}").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return honest(self, task)

    def plant() -> None:
        task.JudgingDuty.do = do  # type: ignore[method-assign]  # a planted fault

    return plant


def test_a_killed_worker_costs_no_submission(course: Course, tmp_path: Path) -> None:
    assert start_warm(course, "autograde", "--jobs=2", before=_killing("cyd", 2, tmp_path)).wait().code == 0
    killed = graded(course)
    assert run(course, "autograde", "--force").code == 0
    assert graded(course) == killed


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_submission_that_kills_three_workers_is_not_judged_and_the_others_end_well(
    course: Course, tmp_path: Path, jobs: int
) -> None:
    submit(course, "cyd", filled_in({"relu": RIGHT["relu"]}))
    ended = start_warm(course, "autograde", f"--jobs={jobs}", before=_killing("cyd", 99, tmp_path)).wait()
    assert ended.code == 3, ended.err
    assert len(list(tmp_path.glob("death-*"))) == 3
    assert "not judged" in ended.out
    found = scores(course.root)
    assert set(found["cyd"].values()) == {None}
    assert sum(score or 0 for score in found["ada"].values()) == 20
    assert None not in {score for student in ("ada", "bob", "dan") for score in found[student].values()}
    message = "3 workers died on it, the last with: signal SIGKILL"
    cells = [cell["metadata"].get("nbjudge") for cell in read_notebook(course, "cyd")["cells"]]
    assert {cell["verdicts"][0]["message"] for cell in cells if cell} == {message}


def test_a_submission_that_was_not_judged_is_graded_again(course: Course, tmp_path: Path) -> None:
    start_warm(course, "autograde", before=_killing("cyd", 99, tmp_path)).wait()
    again = run(course, "autograde", "--json")
    assert again.code == 0
    assert [told["points"] for told in again.document["students"] if not told["up_to_date"]] == [
        pytest.approx(sum(score or 0 for score in scores(course.root)["cyd"].values()))
    ]


def test_a_killed_zygote_costs_no_submission(course: Course) -> None:
    for number in range(4):
        submit(course, f"slow-{number}", filled_in({"relu": "import time\ntime.sleep(1)\n"}))
    running = start(course, "autograde", "--jobs=2")
    assert wait_until(lambda: len(_recorded(course)) >= 2)
    examiners = [process for process in running.family() if name_of(process) == "nbj-examiner"]
    assert examiners
    for process in examiners:
        with contextlib.suppress(psutil.NoSuchProcess):  # a fork of one that was just killed
            process.kill()
    ended = running.wait()
    assert ended.code == 0, ended.out
    assert len(scores(course.root)) == 8
    assert None not in {score for row in scores(course.root).values() for score in row.values()}


def test_what_the_judge_itself_raises_is_told_and_stops_nobody(course: Course) -> None:
    def faulty(submission: bytes | None, *arguments: object, **options: object) -> object:
        if submission == b"no notebook":
            raise ZeroDivisionError("a mistake in the judge")
        return judge(submission, *arguments, **options)  # type: ignore[arg-type]  # handed through

    def plant() -> None:
        vars(task)["judge"] = faulty

    ended = start_warm(course, "autograde", before=plant).wait()
    assert ended.code == 3
    assert set(scores(course.root)["bob"].values()) == {None}
    assert "ZeroDivisionError: a mistake in the judge" in str(
        read_notebook(course, "bob")["metadata"]["nbjudge"]["notes"]
    )
