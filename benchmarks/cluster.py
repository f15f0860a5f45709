"""Grading on a Dask cluster of this machine: against the pool, at several sizes, and with workers that are killed."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from benchmarks.classes import make_course
from benchmarks.measure import BIN, run
from benchmarks.namespaces import Namespaces, possible
from benchmarks.tables import Rows, print_table
from demo.course import Course
from nbjudge.cluster.work import work_through
from nbjudge.verdicts import TIME_LIMIT
from tests.support.cluster import DaskCluster, family
from tests.support.cluster_duties import Obeying
from tests.support.recorded import graded, rows

TASKS: Final = 1_000
BYTES_OF_TASK: Final = 18_000  # half of what a submission and its graded notebook come to
JUDGE: Final = ("nbjudge", "autograde", "activation", "--force")


@dataclass(frozen=True)
class There:
    """A cluster, and where its bytes are counted."""

    cluster: DaskCluster
    wires: Namespaces | None

    @property
    def judge(self) -> list[str]:
        """The command that grades on it."""
        return [*JUDGE, "--dask", self.cluster.address]

    def cpu(self) -> tuple[float, float]:
        """Seconds of processor that the scheduler has used so far, and all workers with what they have started."""
        return _cpu(psutil.Process(self.cluster.scheduler.pid)), sum(
            _cpu(one) for process in self.cluster.workers for one in _living(process)
        )

    def sent(self) -> tuple[int, int]:
        """Bytes to and from all workers so far."""
        return self.wires.bytes_over() if self.wires is not None else (0, 0)


def cluster(folder: Path, sizes: Sequence[int]) -> None:
    """The pool and the cluster, with one worker and two, on a class; then the cluster at larger sizes."""
    names = [f"student{number:05d}" for number in range(max(sizes))]
    found: Rows = [("", "whole command, s", "a submission, ms", "CPU here, ms", "CPU of scheduler", "CPU of workers")]
    (folder / "0").mkdir()
    root = make_course(folder / "0", names[: sizes[0]], judge=True).root
    run([*JUDGE, "--student", names[0]], root)  # the trial is kept from here on
    for jobs in (1, 2):
        found.append(_pool(root, sizes[0], jobs))
    for workers in (1, 2):
        with _running(folder / f"cluster-{workers}", workers) as there:
            found.append(_measured(there, root, sizes[0], f"{workers} workers"))
    for size in sizes[1:]:
        (folder / str(size)).mkdir()
        root = make_course(folder / str(size), names[:size], judge=True).root
        run([*JUDGE, "--student", names[0]], root)
        with _running(folder / f"cluster-{size}", 2) as there:
            found.append(_measured(there, root, size, "2 workers"))
    print_table(found)
    with _running(folder / "cluster-idle", 1) as there:
        _print_overhead(there, folder)


def _print_overhead(there: There, folder: Path) -> None:
    """What Dask and this package take for a submission: of tasks that are as large, and do nothing."""
    folder = folder / "notes"
    folder.mkdir()
    tasks = [{"number": number, "bytes": os.urandom(BYTES_OF_TASK)} for number in range(TASKS)]
    used = []
    for some in (tasks[:1], tasks):
        begun, mine, before = time.perf_counter(), time.process_time(), there.cpu()
        count, address = len(some), there.cluster.address
        assert len(list(work_through(some, Obeying(folder), address=address, tell=print, count=count))) == count
        wall, ours, after = time.perf_counter() - begun, time.process_time() - mine, there.cpu()
        used.append((wall, ours, after[0] - before[0], after[1] - before[1]))
    each = [1000 * (most - least) / (TASKS - 1) for least, most in zip(*used, strict=True)]
    rows: Rows = [
        ("tasks that do nothing, 1 worker", "each, ms", "CPU here, ms", "CPU of scheduler", "CPU of worker"),
        (f"{TASKS} of {BYTES_OF_TASK // 1000} kB, there and back", *(f"{one:.2f}" for one in each)),
    ]
    print_table(rows)


def kills(folder: Path, students: int, every: float) -> None:
    """Grade a class while a worker is killed every few seconds; scores and texts are to be those of the pool."""
    names = [f"student{number:05d}" for number in range(students)]
    (folder / "alone").mkdir()
    alone = make_course(folder / "alone", names, judge=True)
    run(JUDGE, alone.root)
    expected = graded(alone), rows(alone)
    with _running(folder / "cluster", 2, nanny=True) as there, _killing(there.cluster, every) as killed:
        begun = time.perf_counter()
        subprocess.run([str(BIN / there.judge[0]), *there.judge[1:]], cwd=alone.root, check=True, capture_output=True)
        took = time.perf_counter() - begun
    found = graded(Course(alone.root)), rows(alone)
    odd = [name for name, text in expected[0].items() if found[0].get(name) != text]
    hung = [name for name in odd if TIME_LIMIT in expected[0][name] + found[0].get(name, "")]
    assert expected[0].keys() == found[0].keys(), "not the same files"
    assert not odd, f"{len(odd)} texts differ, {len(hung)} of them where a busy machine hit a time limit: {odd[:3]}"
    assert found[1] == expected[1], "the gradebooks differ"
    print(
        f"{students} submissions in {took:.0f} s, while {len(killed)} workers were killed: the same scores and texts."
    )


def _pool(root: Path, size: int, jobs: int) -> tuple[str, ...]:
    all_of_them = run([*JUDGE, f"--jobs={jobs}"], root)
    one = run([*JUDGE, "--student", "student00000"], root)
    each = (all_of_them.wall - one.wall) / (size - 1)
    cpu = (all_of_them.cpu - one.cpu) / (size - 1)
    what = f"{size} submissions, pool of {jobs}"
    return what, f"{all_of_them.wall:.1f}", f"{1000 * each:.1f}", f"{1000 * cpu:.1f} in all", "", ""


def _measured(there: There, root: Path, size: int, what: str) -> tuple[str, ...]:
    """Each beyond the first: what is done once for a run is done for one submission as well."""
    walls, ours, schedulers, workers, wires = [], [], [], [], []
    for options in ([], ["--student", "student00000"]):
        before, sent = there.cpu(), there.sent()
        cost = run([*there.judge, *options], root)
        _wait_until_cold(there.cluster)
        after, got = there.cpu(), there.sent()
        walls.append(cost.wall)
        ours.append(cost.cpu)
        schedulers.append(after[0] - before[0])
        workers.append(after[1] - before[1])
        wires.append((got[0] - sent[0], got[1] - sent[1]))
    each = [1000 * (all_of_them - one) / (size - 1) for all_of_them, one in (walls, ours, schedulers, workers)]
    to, back = ((wires[0][way] - wires[1][way]) / (size - 1) / 1000 for way in (0, 1))
    if there.wires is not None:
        print(
            f"{size} submissions, {what}: {to:.1f} kB to a worker and {back:.1f} kB back, each submission", flush=True
        )
    return f"{size} submissions, {what}", f"{walls[0]:.1f}", *(f"{one:.1f}" for one in each)


@contextmanager
def _running(folder: Path, workers: int, *, nanny: bool = False) -> Iterator[There]:
    """A cluster, its workers in network namespaces of their own where that is possible."""
    folder.mkdir()
    why = possible()
    if why:
        print(f"without network namespaces, and so without counting bytes: {why}")
    with ExitStack() as stack:
        wires = None if why else stack.enter_context(Namespaces(workers))
        cluster = stack.enter_context(DaskCluster(folder))
        port = cluster.address.rpartition(":")[2]
        for number in range(workers):
            options = [] if nanny else ["--no-nanny"]
            if wires is None:
                cluster.add_worker(*options)
            else:
                cluster.add_worker(
                    *options, "--host", wires.address(number),
                    before=wires.inside(number), scheduler=f"tcp://{wires.host(number)}:{port}",
                )  # fmt: skip
        cluster.wait_for_workers(workers)
        yield There(cluster, wires)


@contextmanager
def _killing(cluster: DaskCluster, every: float) -> Iterator[list[int]]:
    """Kill one of the nannies' workers every so many seconds, in turns."""
    killed: list[int] = []
    over = threading.Event()

    def kill() -> None:
        while not over.wait(every):
            nanny = cluster.workers[len(killed) % len(cluster.workers)]
            for one in family(nanny):
                with contextlib.suppress(psutil.NoSuchProcess):
                    if "multiprocessing.spawn" in " ".join(one.cmdline()):
                        one.kill()
                        killed.append(one.pid)
                        break

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        thread.join()


def _wait_until_cold(cluster: DaskCluster) -> None:
    """Until workers have ended what they kept warm: its time counts only then."""
    while any("zygote_main" in " ".join(_words(one)) for process in cluster.workers for one in family(process)):
        time.sleep(0.05)


def _words(process: psutil.Process) -> list[str]:
    try:
        words: list[str] = process.cmdline()
    except psutil.NoSuchProcess:
        return []
    return words


def _living(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    return [psutil.Process(process.pid), *family(process)]


def _cpu(process: psutil.Process) -> float:
    """With its children that have ended."""
    times = process.cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)
