"""`nbjudge autograde --dask`: the scores and texts of the local run, whatever happens to workers; and no way out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import distributed  # noqa: F401 - here, as each command would import it else
import psutil
import pytest

from demo.course import Course
from tests.support.classes import LONG
from tests.support.cluster import DaskCluster, end, family
from tests.support.course import filled_in, scores, submit
from tests.support.forking import Ended, fork_program
from tests.support.recorded import graded, read_notebook, rows
from tests.support.running import RAISING, RIGHT, copied, gone, regraded, run, start, wait_until
from tests.support.selfchecking import weak
from tests.support.zygotes import name_of, zygotes_of

UNFIT = """
from dataclasses import replace
from nbjudge.cluster import plugin
from nbjudge.cluster.fitness import looked_at

def planted(*asked, **options):
    return replace(looked_at(*asked, **options), python="3.0.1", sandbox=("a wall that was taken down",))

plugin.looked_at = planted
"""
CLASS = 12  # two of each kind

# Tries to reach what a worker can reach: each line that it prints says STOLEN, or what stopped it.
SPY = """
import os, socket
found = []
def tried(what, act):
    try:
        found.append(f"STOLEN {what}: {act()!r}")
    except BaseException as error:
        found.append(f"{what}: {type(error).__name__}")
def reached(family, address):
    with socket.socket(family) as one:
        one.settimeout(2)
        one.connect(address)
        return address
tried("scheduler", lambda: reached(socket.AF_INET, ("@HOST@", @PORT@)))
tried("worker", lambda: reached(socket.AF_INET, ("@HOST@", @WORKER@)))
tried("abstract", lambda: reached(socket.AF_UNIX, "\\\\0nbjudge"))
tried("certificates", lambda: os.listdir("@FOLDER@"))
tried("scheduler file", lambda: open("@FOLDER@/scheduler.json").read())
tried("parent", lambda: open(f"/proc/{os.getppid()}/environ").read())
tried("environment", lambda: [name for name in os.environ if "DASK" in name][0])
print(found)
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """Two workers that are fit, one of them with a nanny and so a daemon, and one that is not."""
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "unfit.py").write_text(UNFIT)
    with DaskCluster(folder) as cluster:
        cluster.add_worker("--name", "nursed")
        cluster.add_worker("--no-nanny", "--name", "steady")
        cluster.add_worker("--no-nanny", "--name", "bad", "--preload", str(folder / "unfit.py"))
        cluster.wait_for_workers(3)
        yield cluster


def _hand_in(course: Course, cluster: DaskCluster) -> None:
    """A class of all kinds, and a spy."""
    kinds: list[Any] = [
        filled_in(RIGHT), filled_in({**RIGHT, "gelu": RAISING}), b"no notebook",
        filled_in({"relu": RIGHT["relu"]}, *LONG), filled_in({"sigmoid": RIGHT["sigmoid"].replace("1 -", "2 -")}),
        filled_in({"relu": "print('\\ud800 \\x00')"}),
    ]  # fmt: skip
    for number in range(CLASS):
        folder = submit(course, f"s{number:02}", kinds[number % len(kinds)])
        if number == 7:
            (folder / "activation.ipynb").unlink()
        if number == 8:
            (folder / "timestamp.txt").write_bytes(b"\xff")
    host, _, port = cluster.address.removeprefix("tcp://").rpartition(":")
    sockets = psutil.Process(cluster.workers[1].pid).net_connections()
    worker = next(one.laddr.port for one in sockets if one.status == "LISTEN")
    spy = SPY.replace("@HOST@", host).replace("@PORT@", port).replace("@WORKER@", str(worker))
    submit(course, "spy", filled_in({"relu": spy.replace("@FOLDER@", str(cluster.folder))}))


@pytest.fixture(scope="module")
def both(
    cluster: DaskCluster, empty_course: Course, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Course, Course, Ended, list[psutil.Process]]:
    """The class graded by the pool; by the cluster, one of whose workers is killed on the way; and how that ended.

    At last, the processes that were warm in that worker.
    """
    folder = tmp_path_factory.mktemp("both")
    alone = copied(empty_course, folder / "alone")
    _hand_in(alone, cluster)
    course = copied(alone, folder / "course")
    assert run(alone, "autograde").code == 0
    running = start(course, "autograde", "--json", "--dask", cluster.address)
    assert wait_until(lambda: len(list(course.root.glob("autograded/*/*/activation.ipynb"))) > 3, 60)
    (nursed,) = [one for one in family(cluster.workers[0]) if name_of(one)[:4] not in ("", "nbj-") and zygotes_of(one)]
    warm = zygotes_of(nursed)
    nursed.kill()
    ended = running.wait()
    assert ended.code == 0, ended.err
    return alone, course, ended, warm


Both = tuple[Course, Course, Ended, list[psutil.Process]]


def test_a_worker_killed_in_the_middle_changes_no_score_and_no_text(both: Both) -> None:
    alone, course, ended, _ = both
    assert graded(course) == graded(alone)
    assert rows(course) == rows(alone)
    assert len(ended.document["students"]) == CLASS + 1


def test_what_was_warm_in_a_worker_ends_with_it(both: Both) -> None:
    assert len(both[-1]) == 2
    assert wait_until(lambda: gone(both[-1]))


def test_a_worker_that_is_not_fit_takes_no_work_and_is_told_once_with_every_reason(both: Both) -> None:
    told = both[2].err
    assert "the worker bad at tcp://" in told
    assert "takes no work: it has Python 3.0.1, not 3." in told
    assert "no sandbox: a wall that was taken down" in told
    assert told.count("takes no work") == 1


def test_what_a_cluster_graded_is_up_to_date_for_the_pool(both: Both) -> None:
    assert regraded(both[1]) == set()


def test_a_submission_reaches_neither_scheduler_nor_workers_nor_what_they_hold(both: Both) -> None:
    told = json.dumps([cell.get("outputs") for cell in read_notebook(both[1], "spy")["cells"]])
    assert "STOLEN" not in told
    assert told.count("PermissionError") + told.count("FileNotFoundError") >= 5, told
    assert all(what in told for what in ("scheduler: ", "worker: ", "certificates: ", "parent: ", "environment: "))
    assert sum(score or 0 for score in scores(both[1].root)["s00"].values()) == 20


def test_selfcheck_judges_its_trials_on_a_cluster(cluster: DaskCluster, tmp_path: Path) -> None:
    end(cluster.workers[1])  # one is enough, and what it keeps warm is what costs time
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    (tmp_path / "source" / "weak").mkdir(parents=True)
    (tmp_path / "source" / "weak" / "weak.ipynb").write_text(weak().source)
    words = ["nbjudge", "selfcheck", "weak", "--only", "hat-00?", "--json", "--dask", cluster.address]
    ended = fork_program(words, tmp_path, {}).wait()
    assert ended.code == 0, ended.err
    (card,) = json.loads(ended.out)
    assert card["problems"] == []
    assert card["mutation"]["mutants"] > 3
