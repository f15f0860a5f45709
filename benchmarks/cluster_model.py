"""A cluster that is not here: where one writer is the ceiling, and what a class costs. Feed it your own figures.

    .venv/bin/python -m benchmarks.cluster_model
    .venv/bin/python -m benchmarks.cluster_model --worker-ms 60 --core-hour 0.03 --workers 1 16 64

Each submission is read and sent by the client, passed on by the scheduler, judged by a worker's thread, passed back,
and written by the client, which does one thing at a time, as the scheduler does. How long each takes is measured (see
`make bench BENCH="--cluster 100 1000"`); that submissions differ is drawn from a log-normal distribution, and a few
hang until a time limit. Wall time follows from that, event by event; money from core hours and bytes.
"""

from __future__ import annotations

import argparse
import heapq
import itertools
import math
import random
from dataclasses import dataclass, field, fields
from typing import Any, Final

from benchmarks.tables import Rows, print_table
from nbjudge.cluster.policy import AHEAD, TOGETHER

CLASSES: Final = (1_000, 50_000, 1_000_000)
SIMULATED: Final = 20_000  # submissions at most: after so many, the rate is steady


def _figure(default: float, help: str) -> Any:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True)
class Figures:
    """What one submission takes, and what things cost."""

    worker_ms: float = _figure(130.0, "a worker's thread, warm processes and candidates included")
    spread: float = _figure(0.5, "of that, as the standard deviation of its logarithm")
    hanging: float = _figure(0.01, "share of submissions that hang")
    hanging_ms: float = _figure(12_000.0, "what one that hangs takes")
    send_ms: float = _figure(1.5, "the client: reading, packing and giving out")
    write_ms: float = _figure(6.5, "the client: unpacking, one transaction and the files")
    scheduler_ms: float = _figure(2.8, "the scheduler, out and back together")
    network_ms: float = _figure(1.0, "one way over the network")
    kilobytes: float = _figure(58.0, "over the network, there and back together")
    rows: float = _figure(22.0, "written into the gradebook")
    start_s: float = _figure(6.0, "until the first submission is judged: connection, fitness, warm processes")
    core_hour: float = _figure(0.04, "price of a core for an hour")
    gigabyte: float = _figure(0.01, "price of a gigabyte between machines")


@dataclass(frozen=True)
class Run:
    """What came of a simulated run: submissions a second, and the shares of time that each was busy."""

    rate: float
    client: float
    scheduler: float
    workers: float


def simulated(figures: Figures, workers: int, submissions: int, seed: int = 1) -> Run:
    """Grade so many submissions with so many threads of workers, event by event."""
    return _Simulation(figures, workers, submissions, seed).run()


class _Simulation:
    """The client and the scheduler each do one thing at a time, in the order in which it comes.

    At each thread of a worker AHEAD batches of submissions wait, so that it is idle only where these two cannot follow.
    """

    def __init__(self, figures: Figures, workers: int, submissions: int, seed: int) -> None:
        self.figures, self.left, self.submissions = figures, submissions, submissions
        self.draw = random.Random(seed)
        self.events: list[tuple[float, int, str, int]] = []  # time, a number of its own, what, at which worker
        self.busy = {"client": 0.0, "scheduler": 0.0, "workers": 0.0}
        self.free_at = {"client": 0.0, "scheduler": 0.0}
        self.numbers = itertools.count()
        self.waiting = [0] * workers
        self.working = [False] * workers

    def run(self) -> Run:
        workers = range(len(self.waiting))
        for worker in [*workers] * ((1 + AHEAD) * TOGETHER):
            self.give_out(worker, 0.0)
        while self.events:
            now, _, what, worker = heapq.heappop(self.events)
            if what == "arrives":
                self.waiting[worker] += 1
            elif what == "judged":
                self.working[worker] = False
                at = self.served("scheduler", now, self.figures.scheduler_ms / 2)
                self.happens(at + self.figures.network_ms / 1000, "returns", worker)
            else:
                self.give_out(worker, self.served("client", now, self.figures.write_ms))
            if self.waiting[worker] and not self.working[worker]:
                self.begin(worker, now)
        took = max(self.free_at.values())
        shares = {who: seconds / took for who, seconds in self.busy.items()}
        rate = self.submissions / took
        return Run(rate, shares["client"], shares["scheduler"], shares["workers"] / len(workers))

    def give_out(self, worker: int, since: float) -> None:
        if self.left:
            self.left -= 1
            sent = self.served("client", since, self.figures.send_ms)
            at = self.served("scheduler", sent, self.figures.scheduler_ms / 2)
            self.happens(at + self.figures.network_ms / 1000, "arrives", worker)

    def begin(self, worker: int, since: float) -> None:
        self.waiting[worker] -= 1
        self.working[worker] = True
        hangs = self.draw.random() < self.figures.hanging
        seconds = (self.figures.hanging_ms if hangs else _around(self.draw, self.figures)) / 1000
        self.busy["workers"] += seconds
        self.happens(since + seconds, "judged", worker)

    def served(self, who: str, since: float, milliseconds: float) -> float:
        """When it is through, where others may wait before it."""
        self.free_at[who] = max(since, self.free_at[who]) + milliseconds / 1000
        self.busy[who] += milliseconds / 1000
        return self.free_at[who]

    def happens(self, when: float, what: str, worker: int) -> None:
        heapq.heappush(self.events, (when, next(self.numbers), what, worker))


def _around(draw: random.Random, figures: Figures) -> float:
    """Log-normal, with the mean that was measured."""
    return draw.lognormvariate(math.log(figures.worker_ms) - figures.spread**2 / 2, figures.spread)


def ceiling(figures: Figures) -> float:
    """Submissions a second that the client can follow, whatever workers do."""
    return 1000 / max(figures.send_ms + figures.write_ms, figures.scheduler_ms)


def saturating(figures: Figures) -> int:
    """The number of workers' threads that bring it there."""
    mean = (1 - figures.hanging) * figures.worker_ms + figures.hanging * figures.hanging_ms
    return math.ceil(ceiling(figures) * mean / 1000)


def main() -> None:
    """Print where the writer saturates, and what classes cost."""
    figures, workers = _asked()
    runs = {count: simulated(figures, count, SIMULATED) for count in workers}
    found: Rows = [("threads of workers", "submissions a second", "client busy", "scheduler busy", "workers busy")]
    for count, run in runs.items():
        shares = (f"{share:.0%}" for share in (run.client, run.scheduler, run.workers))
        found.append((str(count), f"{run.rate:.0f}", *shares))
    print_table(found)
    print(
        f"The client's ceiling is {ceiling(figures):.0f} submissions a second; {saturating(figures)} threads reach it."
    )
    costs: Rows = [("submissions", "threads", "time", "core hours", "GB", "rows", "money")]
    for size in CLASSES:
        for count, run in runs.items():
            costs.append(_cost(figures, size, count, run))
    print_table(costs)


def _cost(figures: Figures, size: int, workers: int, run: Run) -> tuple[str, ...]:
    """Cores are paid for as long as the run takes: the workers', the scheduler's and the client's."""
    seconds = figures.start_s + size / run.rate
    hours = (workers + 2) * seconds / 3600
    gigabytes = size * figures.kilobytes / 1e6
    money = hours * figures.core_hour + gigabytes * figures.gigabyte
    time = f"{seconds:.0f} s" if seconds < 600 else f"{seconds / 3600:.1f} h"
    return (
        f"{size:,}",
        str(workers),
        time,
        f"{hours:.1f}",
        f"{gigabytes:.1f}",
        f"{size * figures.rows:,.0f}",
        f"{money:.2f}",
    )


def _asked() -> tuple[Figures, list[int]]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for one in fields(Figures):
        name = "--" + one.name.replace("_", "-")
        parser.add_argument(name, type=float, default=one.default, help=f"{one.metadata['help']} (%(default)s)")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4, 8, 16, 32, 64], metavar="N")
    asked = vars(parser.parse_args())
    workers: list[int] = asked.pop("workers")
    return Figures(**asked), workers


if __name__ == "__main__":
    main()
