"""Many tasks for the workers of a Dask cluster: what the pool's `work_through` is on one machine.

Which worker does what is Dask's business. Here it is how much is given out at a time, whom nothing is given, and what
becomes of a task on which workers die.
"""

from __future__ import annotations

import contextlib
import time
import uuid
import warnings
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from distributed import Client, Future, KilledWorker, as_completed

from nbjudge.cluster.connection import connected
from nbjudge.cluster.crew import Crew, Tell
from nbjudge.cluster.deaths import ComesBack
from nbjudge.cluster.fitness import packages_of, this_machine
from nbjudge.cluster.packing import packed, unpacked
from nbjudge.cluster.plugin import DutyPlugin, work
from nbjudge.cluster.policy import AHEAD, ARRIVAL_SECONDS, FAREWELL_SECONDS, TASKS_OF_A_THREAD, TOGETHER
from nbjudge.course.errors import GradingError
from nbjudge.processes.pool import TRIES, Done, announced
from nbjudge.processes.warm_duty import WarmDuty


def work_through(
    tasks: Iterable[Any], duty: WarmDuty, *, address: str, tell: Tell, count: int = 0
) -> Generator[Done, None, None]:
    """Work through ``tasks`` and yield what becomes of each, in whatever order that happens.

    Tasks are taken from the iterable as workers become free. However this ends, closing the generator and Ctrl-C
    included, the workers are told to end what they keep warm for it, and what is not done is cancelled.

    Args:
        tasks: plain data, bytes included; likewise what the duty makes of them.
        duty: pickled, and sent once to each worker.
        address: the scheduler's.
        tell: hears which workers are not fit for it, and why; a sentence each.
        count: how many tasks there are, if that is known: of many, some travel together.

    Raises:
        GradingError: if there is no scheduler, or it goes away, or there are no fit workers.
    """
    with connected(address) as client:
        run = _Run(client, address, tasks, duty, tell, count)
        try:
            yield from run.results()
        finally:
            run.end()


@dataclass
class _Task:
    number: int
    message: bytes
    deaths: int = 0
    alone: bool = False  # whether no other task was given out while it was


@dataclass(frozen=True)
class _Batch:
    """Tasks that travel together, as one of Dask's."""

    tasks: list[_Task]
    workers: tuple[str, ...]  # that may do it


class _Run:
    def __init__(
        self, client: Client, address: str, tasks: Iterable[Any], duty: WarmDuty, tell: Tell, count: int
    ) -> None:
        self._client, self._address, self._duty, self._count = client, address, duty, count
        self._tasks, self._all_taken = enumerate(tasks), False
        self._again: deque[_Task] = deque()
        self._suspects: deque[_Task] = deque()
        self._out: dict[Any, tuple[_Batch, Future[list[bytes]]]] = {}  # by Dask's key
        self._name = f"nbjudge-{uuid.uuid4().hex}"
        self._sent = 0
        self._stranded = set[Any]()  # keys of what was out at the last look, with workers of whom none was there
        self._crew = Crew(client, self._name, tell)
        self._arrivals = as_completed(with_results=True, raise_errors=False, loop=client.loop)

    def results(self) -> Iterator[Done]:
        self._again += islice(self._fresh(), 1)
        if not self._again:
            return
        with self._told_if_gone():
            self._register()
            self._crew.wait_for_some()
        while self._give_out():
            found: list[Done] = []
            for future, reply in self._arrived():
                if future.key in self._out:  # it was not given out anew meanwhile
                    batch, _ = self._out.pop(future.key)
                    found += self._take(batch.tasks, future, reply)
            yield from announced(found)

    def end(self) -> None:
        """Cancel what is not done, and have the workers end what is warm."""
        with contextlib.suppress(Exception):  # the scheduler may have gone, and then there is nothing to end
            self._client.cancel([future for _, future in self._out.values()])
            scheduler = self._client.scheduler
            if scheduler is not None:
                for unregister in (scheduler.unregister_worker_plugin, scheduler.unregister_scheduler_plugin):
                    self._client.sync(unregister, name=self._name, callback_timeout=FAREWELL_SECONDS)

    def _register(self) -> None:
        """Send the duty to all workers, and to those that will come."""
        wanted = this_machine(packages_of(self._duty.assignments), sandboxed=False)
        self._crew.without_judge()
        self._client.register_plugin(ComesBack(self._name), name=self._name)
        try:
            self._client.register_plugin(DutyPlugin(self._name, self._duty, wanted), name=self._name)
        except ImportError:  # on workers without a judge, who have been found; the others have it now
            return

    # ---------------------------------------------------------------- out

    def _give_out(self) -> bool:
        """Give out tasks where there is room for some. Whether anything is left to wait for."""
        room = self._crew.threads * (1 + AHEAD) - len(self._out)
        if not self._out or room >= self._crew.threads * AHEAD / 2:
            batches = list(islice(self._next(), max(room, 0)))
            if not batches and not self._out and self._suspects and self._crew.fit:
                batches = [[self._suspects.popleft()]]
            if batches:
                with self._told_if_gone():
                    self._send(batches)
        return bool(self._out or self._again or self._suspects) or not self._all_taken

    def _next(self) -> Iterator[list[_Task]]:
        """What travels together next: what was out before travels by itself."""
        while self._again:
            yield [self._again.popleft()]
        together = self._count // max(self._crew.threads * TASKS_OF_A_THREAD, 1)
        fresh = self._fresh()
        while batch := list(islice(fresh, max(1, min(together, TOGETHER)))):
            yield batch

    def _fresh(self) -> Iterator[_Task]:
        for number, task in self._tasks:
            yield _Task(number, packed(task))
        self._all_taken = True

    def _send(self, batches: list[list[_Task]]) -> None:
        workers = tuple(self._crew.fit)
        keys = [f"{self._name}-{self._sent + number}" for number in range(len(batches))]
        self._sent += len(batches)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sending large graph")  # a notebook may have megabytes, and goes once
            futures = self._client.map(
                work, [[task.message for task in batch] for batch in batches],
                run=self._name, key=keys, workers=list(workers), allow_other_workers=False, pure=False,
            )  # fmt: skip
        for batch, future in zip(batches, futures, strict=True):
            self._out[future.key] = _Batch(batch, workers), future
        self._arrivals.update(futures)

    # ---------------------------------------------------------------- back

    def _arrived(self) -> list[tuple[Future[list[bytes]], Any]]:
        """What has come back, after waiting for something if need be; nothing if others have come or gone."""
        while not self._looked() and not self._arrivals.has_ready():
            time.sleep(ARRIVAL_SECONDS)
        found: list[tuple[Future[list[bytes]], Any]] = self._arrivals.next_batch(block=False)
        return found

    def _looked(self) -> bool:
        """Look who has come and gone, now and then; after that there may be more to give out."""
        with self._told_if_gone():
            looked = self._crew.look()
        if looked:
            self._fetch_back()
        return looked

    def _fetch_back(self) -> None:
        """Give out anew what is left with workers of whom none is there any more, at the second look.

        By then it would have come back by itself, if it was with one of them: that is a death, and counts.
        """
        stranded = {key for key, (batch, _) in self._out.items() if not self._crew.some_alive(batch.workers)}
        for key in stranded & self._stranded:
            batch, future = self._out.pop(key)
            future.cancel()
            self._again += batch.tasks
        self._stranded = stranded

    def _take(self, tasks: list[_Task], future: Future[list[bytes]], reply: Any) -> Iterator[Done]:
        """What has become of tasks that came back: something, or they are given out once more."""
        if future.status == "cancelled":
            raise self._gone()
        if future.status == "error":
            for task in tasks:
                yield from self._failed(task, reply[1])
            return
        future.release()
        for task, its in zip(tasks, reply, strict=True):
            yield from self._said(task, unpacked(its))

    def _said(self, task: _Task, said: dict[str, Any]) -> Iterator[Done]:
        """What a worker says of a task."""
        if "unfit" not in said:
            yield Done(task.number, said.get("result"), said.get("lost"))
            return
        if said.get("gone"):
            self._crew.dismiss(said["worker"], said["gone"])
        yield from self._died(task, said["unfit"])

    def _failed(self, task: _Task, error: BaseException) -> Iterator[Done]:
        if not isinstance(error, KilledWorker):  # nothing that the duty raised, which is told in the task's place
            raise GradingError(
                f"the cluster cannot do its work ({type(error).__name__}: {error}): are scheduler, workers and this "
                "client of the same environment? Mend it, and run again to go on"
            )
        task.deaths += 1
        if task.alone and task.deaths >= TRIES:
            yield Done(task.number, None, f"{task.deaths} workers died on it, the last at {error.last_worker.address}")
        elif task.deaths >= TRIES - 1:  # it, or another at the same workers: with nothing else out it will show
            task.alone = True
            self._suspects.append(task)
        else:
            self._again.append(task)

    def _died(self, task: _Task, ending: str) -> Iterator[Done]:
        task.deaths += 1
        if task.deaths < TRIES:
            self._again.append(task)
        else:
            yield Done(task.number, None, f"{TRIES} workers died on it, the last with: {ending}")

    @contextlib.contextmanager
    def _told_if_gone(self) -> Iterator[None]:
        """Around what is asked of the scheduler."""
        try:
            yield
        except (OSError, RuntimeError) as error:
            raise self._gone(f" ({error})") from error

    def _gone(self, because: str = "") -> GradingError:
        return GradingError(f"the scheduler at {self._address} has gone{because}: start it, and run again to go on")
