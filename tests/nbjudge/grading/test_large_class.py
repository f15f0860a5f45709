"""A class with hostile submissions in it, and a large one: honest students are not touched, and memory stays flat."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from demo.course import Course
from nbjudge.quality.corpus import read_hostile
from tests.support.answers import CORPUS
from tests.support.course import filled_in, scores, submit
from tests.support.forking import Running
from tests.support.hostile import high_water, submission, submitted
from tests.support.running import RAISING, RIGHT, copied, released, run, start, start_warm, wait_until

HOSTILE = ("endless_cell", "memory_list", "os_exit", "stdout_flood", "fork_bomb", "memory_list")  # two may be greedy
LIMITS = {"cell_seconds": 0.6, "test_seconds": 0.4, "student_seconds": 2.0, "candidates": 1, "memory_bytes": 2**30}
MIB = 2**20
HONEST, ALONE = 200, 50  # students; those alone are as the first of the others


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course without submissions, with limits as tight as its hostile students deserve."""
    course = released(tmp_path_factory.mktemp("strict"))
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.writelines(f"c.NbJudge.{name} = {value}\n" for name, value in LIMITS.items())
    return course


def _hand_in_honestly(course: Course, number: int) -> None:
    kinds: tuple[dict[str, str], ...] = (
        RIGHT,
        {"relu": RIGHT["relu"]},
        {"gelu": RAISING},
        {"relu": RIGHT["relu"].replace("0", "1")},
        {},
    )
    # most is what costs little: it is the number that counts, and of each kind there are eight in the class
    content = submission(kinds[number % 25]) if number % 25 < len(kinds) else b"no notebook"
    submit(course, f"honest-{number:03}", content)


def test_hostile_students_cost_the_honest_ones_nothing_but_the_limits(strict: Course, tmp_path: Path) -> None:
    alone, together = copied(strict, tmp_path / "alone"), copied(strict, tmp_path / "together")
    for number in range(HONEST):
        _hand_in_honestly(together, number)
        if number < ALONE:
            _hand_in_honestly(alone, number)
    attacks = [read_hostile(CORPUS / "hostile" / f"{name}.py") for name in HOSTILE]
    hostile = {f"hostile-{number:02}-{attack.name}": attack for number, attack in enumerate(attacks)}
    for student, attack in hostile.items():
        submit(together, student, submitted(attack, attack.text))
    honestly = run(alone, "autograde", "--json", "--jobs=2")
    shutil.copytree(alone.root / ".nbjudge", together.root / ".nbjudge", dirs_exist_ok=True)  # tried out already
    running = start(together, "autograde", "--json", "--jobs=2")
    peak, largest = _peak(running)
    mixed = running.wait()
    assert (honestly.code, mixed.code) == (0, 0), mixed.err
    told = {student["student"]: student for student in mixed.document["students"]}
    found, expected = scores(together.root), scores(alone.root)
    assert {f"honest-{n:03}": found[f"honest-{n:03}"] for n in range(HONEST)} == {
        f"honest-{n:03}": expected[f"honest-{n % ALONE:03}"] for n in range(HONEST)
    }
    spent = sum(told[student]["seconds"] for student in hostile)
    assert spent <= len(hostile) * (LIMITS["student_seconds"] + 3), "each within its limits"
    assert mixed.seconds <= honestly.seconds * HONEST / ALONE * 1.5 + spent + 2
    for student in hostile:
        assert told[student]["points"] < 20
    greed = 2 * LIMITS["memory_bytes"]  # two candidates at a time
    assert peak < greed + 1024 * MIB
    assert largest > 256 * MIB, "somebody was greedy, and it was seen"  # else no process has more than half of that


def test_memory_is_flat_in_the_number_of_submissions(course: Course) -> None:
    for number in range(360):
        submit(course, f"s{number:03}", filled_in({}) if number % 10 == 0 else b"no notebook, number %d" % number)
    running = start_warm(course, "autograde", "--jobs=2")
    assert wait_until(lambda: _done(course) >= 100, 60)
    early = _memory(running)
    assert wait_until(lambda: _done(course) >= 300, 120)
    late = _memory(running)
    assert running.wait().code == 0
    assert len(early) == len(late) == 3, "parent and two workers"
    for before, after in zip(early, late, strict=True):
        assert after - before < 8 * MIB


def _peak(running: Running) -> tuple[int, int]:
    """The most resident bytes until it ends: of all its processes (what they share counts for each), and of any one."""
    peak = largest = 0
    while family := running.family():
        with suppress(psutil.NoSuchProcess):
            if family[0].status() == psutil.STATUS_ZOMBIE:
                break
            peak = max(peak, sum(one.memory_info().rss for one in family))
            largest = max(largest, *(high_water(one.pid) for one in family))
        time.sleep(0.1)
    return peak, largest


def _done(course: Course) -> int:
    return sum(1 for _ in course.root.glob("autograded/*"))


def _memory(running: Running) -> list[int]:
    """Resident bytes of parent and workers, in the order of their birth. (Zygotes live in sessions of their own.)"""
    processes = [one for one in running.family() if os.getsid(one.pid) == running.pid]
    return [one.memory_info().rss for one in processes]
